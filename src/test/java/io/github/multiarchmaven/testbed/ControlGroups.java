package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Control groups that an engine makes for its containers and leaves behind, empty: none of them stays on the machine. */
final class ControlGroups {
    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private final String name;
    private final List<Path> before;

    private ControlGroups(String name) {
        this.name = name;
        this.before = all();
    }

    /** @param name of the group that the engine makes for all of its own */
    static ControlGroups before(String name) {
        return new ControlGroups(name);
    }

    private List<Path> all() {
        List<Path> all = new ArrayList<>();
        if (Files.isDirectory(ROOT)) {
            add(ROOT.resolve(name), all);
            try (DirectoryStream<Path> controllers = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
                controllers.forEach(controller -> add(controller.resolve(name), all));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }

    private static void add(Path group, List<Path> all) {
        if (Files.isDirectory(group)) {
            all.add(group);
        }
    }

    /** Those with a process in them stay: they are somebody else's. */
    void removeNew() {
        List<Path> made = all();
        made.removeAll(before);
        made.forEach(ControlGroups::remove);
    }

    private static void remove(Path group) {
        try (Stream<Path> tree = Files.walk(group)) {
            for (Path each : tree.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException | UncheckedIOException e) {
            // In use, or just removed by its owner.
            return;
        }
    }
}
