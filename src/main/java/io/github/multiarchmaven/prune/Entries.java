package io.github.multiarchmaven.prune;

import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/** Entries out of files. */
final class Entries {
    /** Of a run that was killed. */
    static final String LEFT = "left by a killed run";

    private Entries() {}

    static Entry of(String kind, Path file, BasicFileAttributes found, Set<String> images) {
        return new Entry(
                kind, file.toString(), found.size(), found.lastModifiedTime().toInstant(), images);
    }
}
