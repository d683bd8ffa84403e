package io.github.multiarchmaven.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * A folder of which any part may be deleted at any time. It is marked with a {@code CACHEDIR.TAG} (the Cache Directory Tagging
 * Specification), by which backups leave it out, with a line of our own, by which {@code prune} knows it.
 */
public final class CacheFolder {
    /** The file's name. */
    public static final String TAG = "CACHEDIR.TAG";

    private static final String SIGNATURE = "Signature: 8a477f597d28d172789f06886806bc55";
    private static final String OWNER = "# Made by multiarch-maven-plugin; its goal prune makes it smaller.";
    private static final int MAX_TAG = 4096;

    private CacheFolder() {}

    /** Marks a folder, and makes it when it is not there. */
    public static void mark(Path folder) throws IOException {
        Path tag = folder.resolve(TAG);
        if (Files.exists(tag, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.createDirectories(folder);
        try {
            Files.writeString(tag, SIGNATURE + "\n" + OWNER + "\n", StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            // By another build, just now.
            return;
        }
    }

    /** Whether a folder is one of ours. A symbolic link is none: what it leads to was not made by us. */
    public static boolean isMarked(Path folder) {
        Path tag = folder.resolve(TAG);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
                || !Files.isRegularFile(tag, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            return Files.size(tag) <= MAX_TAG
                    && Files.readString(tag, StandardCharsets.ISO_8859_1).startsWith(SIGNATURE + "\n" + OWNER);
        } catch (IOException e) {
            return false;
        }
    }

    /** Notes that a file or folder is used now. */
    public static void touch(Path file) {
        try {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        } catch (IOException e) {
            // Pruned just now, or of another user's: its age is of use, and no more.
            return;
        }
    }
}
