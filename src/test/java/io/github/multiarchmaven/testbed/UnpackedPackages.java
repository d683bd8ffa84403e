package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of unpacked packages whose programs can be run where they are.
 *
 * @param folder what would be {@code /} were the packages installed
 */
public record UnpackedPackages(Path folder) {

    /** The program's file. */
    public Path path(String program) {
        return folder.resolve(program);
    }

    /**
     * A command for a program of these packages with the libraries of these packages.
     *
     * <p>The packages' own dynamic loader starts it (ld.so(8), {@code --library-path}): loader and C library match even
     * where the machine has others, and no variable is passed on to further programs.
     *
     * @param program relative to the folder: {@code usr/bin/skopeo}
     */
    public Command command(String program) {
        Path loader = null;
        for (Path folder : libraryFolders()) {
            for (Path candidate : matching(folder, "ld-linux-*.so.*")) {
                loader = candidate;
            }
        }
        return loader == null
                ? Command.of(path(program).toString())
                : Command.of(
                        loader.toString(),
                        "--library-path",
                        libraryPath(),
                        path(program).toString());
    }

    /**
     * Where these packages' libraries are, for {@code LD_LIBRARY_PATH}: for packages of the machine's own release only,
     * whose C library is the machine's.
     */
    String libraryPath() {
        return libraryFolders().stream().map(Path::toString).collect(Collectors.joining(":"));
    }

    private List<Path> libraryFolders() {
        return Stream.of("lib", "usr/lib")
                .flatMap(parent -> matching(folder.resolve(parent), "*-linux-gnu*").stream())
                .toList();
    }

    /** A program of this machine, found as a shell would, and also where only root's shell looks. */
    static Optional<Path> find(String program) {
        String path = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin:/sbin";
        return Stream.of(path.split(":"))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static List<Path> matching(Path directory, String glob) {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
                entries.forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        found.sort(null);
        return found;
    }
}
