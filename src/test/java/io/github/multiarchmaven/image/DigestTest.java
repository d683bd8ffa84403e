package io.github.multiarchmaven.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class DigestTest {
    @Test
    void digestsAreEqualByAlgorithmAndHash() {
        Digest digest = Digest.parse("sha256:" + "a".repeat(64));
        assertEquals(digest, Digest.parse(digest.toString()));
        assertEquals(digest.hashCode(), Digest.parse("sha256:" + "a".repeat(64)).hashCode());
        assertNotEquals(digest, Digest.parse("sha256:" + "a".repeat(63) + "b"));
        assertNotEquals(digest, Digest.parse("sha512:" + "a".repeat(128)));
        assertNotEquals(digest, digest.toString());
    }
}
