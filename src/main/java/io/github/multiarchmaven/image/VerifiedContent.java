package io.github.multiarchmaven.image;

/** A stream whose bytes are checked against a descriptor already, so that nobody hashes them a second time. */
public interface VerifiedContent {

    /** What the bytes are checked against. */
    Descriptor verified();
}
