package io.github.multiarchmaven.check;

import java.util.Objects;

/**
 * What a finding is about.
 *
 * @param name a path with a leading slash (of a jar within a jar with {@code !/} between them), a package's name, a field of the configuration; empty for an image
 */
public record Subject(Kind kind, String name) {
    /** What there is to find fault with. */
    public enum Kind {
        IMAGE,
        PATH,
        JAR,
        PACKAGE,
        FIELD
    }

    public Subject {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(name, "name");
    }

    static Subject image() {
        return new Subject(Kind.IMAGE, "");
    }

    /** @param path without a leading slash */
    static Subject path(String path) {
        return new Subject(Kind.PATH, "/" + path);
    }

    /** @param path as a line of the natives matrix has it */
    static Subject jar(String path) {
        return new Subject(Kind.JAR, path);
    }

    static Subject packageOf(String name) {
        return new Subject(Kind.PACKAGE, name);
    }

    static Subject field(String name) {
        return new Subject(Kind.FIELD, name);
    }
}
