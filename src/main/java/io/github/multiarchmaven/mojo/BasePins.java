package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.layout.LayoutReference;
import io.github.multiarchmaven.promote.LockFile;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Pins base images to the digests that {@code promote} wrote into a lock file. */
final class BasePins {
    private final Path file;
    private final LockFile lock;
    private final Consumer<String> log;

    private BasePins(Path file, LockFile lock, Consumer<String> log) {
        this.file = file;
        this.lock = lock;
        this.log = log;
    }

    /**
     * The lock file that is named, else the nearest {@code multiarch.lock} from the module's folder up to the build's root.
     *
     * @throws InvalidInputException when one is named that is not there
     */
    static BasePins find(File named, Path module, Path root, Consumer<String> log) {
        if (named != null && !named.exists()) {
            throw new InvalidInputException(
                    "The parameter lockFile names " + named + ", which is not there. Promote first, or correct it.");
        }
        Path found = named == null ? null : named.toPath();
        for (Path folder = module; found == null && folder != null && folder.startsWith(root); ) {
            Path candidate = folder.resolve(LockFile.NAME);
            found = Files.exists(candidate) ? candidate : null;
            folder = folder.getParent();
        }
        return new BasePins(found, found == null ? LockFile.empty() : LockFile.read(found), log);
    }

    /** The parameter {@code from} with the digest that the lock file has for it, if any. */
    String pinned(String from) {
        if (from.equals("scratch") || LayoutReference.isLayout(from)) {
            return from;
        }
        Reference base = AbstractImageMojo.reference("from", from);
        return digest(base).map(base::withDigest).orElse(base).toString();
    }

    /** The digest that the lock file has for an image, if any. */
    Optional<Digest> digest(Reference base) {
        Optional<Digest> digest = lock.pin(base);
        digest.ifPresent(d -> log.accept("Base " + base + " is pinned to " + d + " by " + file));
        return digest;
    }
}
