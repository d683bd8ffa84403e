package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder to build an image from without any base image and without running anything. */
public final class ScratchContext {
    private ScratchContext() {}

    /**
     * Writes a Dockerfile that copies what is another file for each architecture: {@code /etc/platform} names it.
     *
     * @param platforms of one variant an architecture
     * @return the folder
     */
    public static Path write(Path folder, List<Platform> platforms) throws IOException {
        for (Platform platform : platforms) {
            Path etc = Files.createDirectories(folder.resolve(platform.architecture() + "/etc"));
            Files.writeString(etc.resolve("platform"), platform + "\n");
        }
        Files.writeString(
                folder.resolve("Dockerfile"),
                """
                FROM scratch
                ARG TARGETARCH
                COPY ${TARGETARCH}/ /
                ENTRYPOINT ["/bin/none"]
                """);
        return folder;
    }
}
