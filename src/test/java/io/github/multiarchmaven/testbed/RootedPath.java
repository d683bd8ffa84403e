package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds files below a folder as a process would whose {@code /} it is: no link leads out of it. */
final class RootedPath {
    private static final int MOST_LINKS = 40;

    private RootedPath() {}

    /**
     * The file that {@code path} names, all symbolic links followed inside {@code root}; it need not exist.
     *
     * @param path absolute or relative, both from the root
     * @throws IOException for a loop of links
     */
    static Path resolve(Path root, String path) throws IOException {
        Deque<String> todo = new ArrayDeque<>(Arrays.asList(path.split("/")));
        Path reached = root;
        int links = 0;
        while (!todo.isEmpty()) {
            String name = todo.pop();
            if (name.isEmpty() || name.equals(".")) {
                continue;
            }
            if (name.equals("..")) {
                reached = reached.equals(root) ? root : reached.getParent();
                continue;
            }
            Path next = reached.resolve(name);
            if (!Files.isSymbolicLink(next)) {
                reached = next;
                continue;
            }
            if (++links > MOST_LINKS) {
                throw new IOException("More than " + MOST_LINKS + " symbolic links in /" + path);
            }
            String target = Files.readSymbolicLink(next).toString();
            reached = target.startsWith("/") ? root : reached;
            var names = Arrays.asList(target.split("/"));
            Collections.reverse(names);
            names.forEach(todo::push);
        }
        return reached;
    }

    /** As {@link #resolve}, but the last name is not followed: where an entry of that path is to be put or removed. */
    static Path place(Path root, String path) throws IOException {
        String clean = path.replaceAll("/+$", "").replaceFirst("^(\\./|/)+", "");
        int slash = clean.lastIndexOf('/');
        String name = clean.substring(slash + 1);
        if (name.isEmpty() || name.equals(".")) {
            return root;
        }
        if (name.equals("..")) {
            throw new IOException("An entry of an archive is called '" + path + "'");
        }
        return resolve(root, slash < 0 ? "" : clean.substring(0, slash)).resolve(name);
    }

    /**
     * Rewrites absolute links below {@code root} as relative ones to the same files, for programs that see {@code root}
     * as an ordinary folder: to them {@code /etc/x} would be the machine's.
     */
    static void makeLinksRelative(Path root) throws IOException {
        List<Path> links;
        try (Stream<Path> files = Files.find(root, Integer.MAX_VALUE, (file, a) -> a.isSymbolicLink())) {
            links = files.toList();
        }
        for (Path link : links) {
            Path target = Files.readSymbolicLink(link);
            if (target.isAbsolute()) {
                Path inside = root.resolve(target.normalize().toString().substring(1));
                Path unfinished = link.resolveSibling(link.getFileName() + ".part-" + UUID.randomUUID());
                Files.createSymbolicLink(unfinished, link.getParent().relativize(inside));
                Files.move(unfinished, link, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }
}
