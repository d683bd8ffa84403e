package io.github.multiarchmaven.natives;

/** What a jar has for one platform; from good to bad. */
public enum Status {
    /** The jar has no native library for Linux at all: as far as this goes it runs anywhere. */
    NO_NATIVES,
    /** Every library of the jar is in it for the platform. */
    PRESENT,
    /** Every library of the jar is there for the platform, some of them in sibling jars only. */
    SIBLING,
    /** Not for Linux, or an architecture whose ELF machine is not known here. */
    NOT_JUDGED,
    /** Every library is there, but some only for the other C library: with gcompat on musl it may load, it may not. */
    OTHER_LIBC,
    /** Some of the jar's libraries are there, others are not. */
    PARTIAL,
    /** No library is there for the platform, and there are some for another one. */
    MISSING;

    /** Whether the platform gets less than others do. */
    public boolean isFinding() {
        return compareTo(OTHER_LIBC) >= 0;
    }

    /** In a few words, for tables. */
    public String word() {
        return switch (this) {
            case NO_NATIVES -> "needs none";
            case PRESENT -> "present";
            case SIBLING -> "in a sibling jar";
            case NOT_JUDGED -> "not judged";
            case OTHER_LIBC -> "OTHER C LIBRARY";
            case PARTIAL -> "PARTLY MISSING";
            case MISSING -> "MISSING";
        };
    }
}
