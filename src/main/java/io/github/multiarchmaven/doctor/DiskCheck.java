package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.image.Sizes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether there is room for what a build writes. */
final class DiskCheck {
    private static final long GB = 1_000_000_000;
    /** A build of some modules with a cache of bases and layers may need more than is left. */
    private static final long LITTLE = 5 * GB;
    /** One larger image in an image layout, and its archive, may not fit any more. */
    private static final long TOO_LITTLE = GB;

    private DiskCheck() {}

    static void look(String name, Path folder, Notes notes) {
        String check = "disk space";
        try {
            Path there = folder.toAbsolutePath();
            while (!Files.exists(there) && there.getParent() != null) {
                there = there.getParent();
            }
            long free = Files.getFileStore(there).getUsableSpace();
            String detail = Sizes.of(free) + " free for " + name + ", " + folder;
            String remedy = "df -h " + there;
            if (free < TOO_LITTLE) {
                notes.fail(check, detail + "; less than 1 GB is too little for an image", remedy);
            } else if (free < LITTLE) {
                notes.warn(check, detail + "; less than 5 GB soon is too little", remedy);
            } else {
                notes.ok(check, detail);
            }
        } catch (IOException e) {
            notes.info(check, "it cannot be told for " + name + ", " + folder + ": " + e.getMessage());
        }
    }
}
