package io.github.multiarchmaven.mojo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that goals write for people and programs. */
final class OutputFile {
    private OutputFile() {}

    /** Writes the whole file or leaves the old one: whoever reads meanwhile sees one of them. Its folder is made. */
    static void write(Path file, String text) {
        try {
            Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
            Path unfinished = Files.writeString(folder.resolve(file.getFileName() + ".part"), text);
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing " + file, e);
        }
    }
}
