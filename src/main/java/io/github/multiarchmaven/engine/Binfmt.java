package io.github.multiarchmaven.engine;

import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The kernel's binfmt_misc as this process sees it: by it, programs of other architectures are run with an emulator.
 *
 * @param mounted whether its folder is there; without it handlers may work all the same, registered by another mount of it, but
 *     they cannot be seen
 * @param enabled whether the kernel heeds any handler
 * @param handlers by name
 */
public record Binfmt(boolean mounted, boolean enabled, List<BinfmtHandler> handlers) {
    /** Where it is mounted, by convention. */
    public static final String FOLDER = "/proc/sys/fs/binfmt_misc";

    public Binfmt {
        handlers = List.copyOf(handlers);
    }

    /** @param root {@code /}, or a folder that stands for it */
    public static Binfmt read(Path root) {
        Path folder = root.resolve(FOLDER.substring(1));
        // To look at this file also makes systemd's automount mount it: before that, the list of mounts has an "autofs"
        // only.
        Path status = folder.resolve("status");
        if (!Files.isReadable(status)) {
            return new Binfmt(false, false, List.of());
        }
        List<BinfmtHandler> handlers = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.equals("register") && !name.equals("status")) {
                    handlers.add(BinfmtHandler.parse(name, text(entry)));
                }
            }
        } catch (IOException e) {
            return new Binfmt(false, false, List.of());
        }
        handlers.sort(Comparator.comparing(BinfmtHandler::name));
        return new Binfmt(true, text(status).strip().equals("enabled"), handlers);
    }

    /** Empty for what vanished meanwhile. The kernel shows bytes of names as they are. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The handlers that take the platform's programs, also those that are not enabled; the kernel takes the newest enabled one. */
    public List<BinfmtHandler> handlersOf(Platform platform) {
        return TinyProgram.of(platform)
                .map(program -> handlers.stream()
                        .filter(handler -> handler.takes(program.bytes()))
                        .toList())
                .orElse(List.of());
    }
}
