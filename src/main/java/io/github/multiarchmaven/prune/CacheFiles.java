package io.github.multiarchmaven.prune;

import io.github.multiarchmaven.image.ImageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looking at files and deleting them while builds use them; symbolic links are not there. */
final class CacheFiles {
    /** What has not grown for this long was left by a run that was killed. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    private CacheFiles() {}

    /** The names in a folder; none when it is not there, or is a link. */
    static List<Path> list(Path folder) {
        List<Path> files = new ArrayList<>();
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return files;
        }
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(files::add);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return files;
        } catch (IOException e) {
            throw failed("Listing", folder, e);
        }
        return files;
    }

    /** Empty for what is not there any more. */
    static Optional<BasicFileAttributes> attributes(Path file) {
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static boolean isAbandoned(BasicFileAttributes file) {
        return file.lastModifiedTime().toInstant().isBefore(Instant.now().minus(ABANDONED));
    }

    /** Unless it was used since it was listed. */
    static boolean delete(Entry entry) {
        Path file = Path.of(entry.id());
        Optional<BasicFileAttributes> now = attributes(file);
        if (now.isEmpty()
                || !now.get().isRegularFile()
                || now.get().lastModifiedTime().toInstant().isAfter(entry.lastUsed())) {
            return false;
        }
        try {
            return Files.deleteIfExists(file);
        } catch (IOException e) {
            // Windows does not delete what a build reads just now.
            return false;
        }
    }

    static ImageException failed(String doing, Path what, IOException e) {
        return new ImageException(
                false, doing + " " + what + " failed: " + e.getMessage() + ". Check the permissions there.", e);
    }
}
