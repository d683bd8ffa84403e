package io.github.multiarchmaven.contents;

import java.util.Objects;

/**
 * One entry of a layer's tar.
 *
 * @param path without leading slash, {@code ./} and {@code ..}; of a whiteout the path that it hides, of an opaque one the folder
 * @param mode permission bits, as in the tar header ({@code 07777})
 * @param size bytes of a file's content; 0 for all else
 * @param target of a link; empty for all else
 * @param facts what its content says; null for a file that says nothing of use here
 */
public record LayerEntry(String path, Type type, int mode, long size, String target, FileFacts facts) {
    /** What an entry is (tar's type flag; whiteouts by the OCI image specification, "Layer Filesystem Changeset"). */
    public enum Type {
        FILE,
        DIRECTORY,
        SYMLINK,
        HARDLINK,
        /** Device or pipe. */
        SPECIAL,
        /** Hides what lower layers have at this path. */
        WHITEOUT,
        /** Hides all that lower layers have in this folder. */
        OPAQUE
    }

    public LayerEntry {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(target, "target");
    }
}
