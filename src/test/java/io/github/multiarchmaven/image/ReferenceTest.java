package io.github.multiarchmaven.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
    private static final String HEX = "0123456789abcdef".repeat(4);

    @ParameterizedTest
    @CsvSource({
        "ubuntu, docker.io, library/ubuntu, ",
        "ubuntu:24.04, docker.io, library/ubuntu, 24.04",
        "team/app, docker.io, team/app, ",
        "docker.io/ubuntu:1, docker.io, library/ubuntu, 1",
        "index.docker.io/ubuntu:1, docker.io, library/ubuntu, 1",
        "localhost/app:1, localhost, app, 1",
        "localhost:5000/app, localhost:5000, app, ",
        "hub.example.com/base/java:17, hub.example.com, base/java, 17",
        "HUB.example.com/base/java:17, hub.example.com, base/java, 17",
        "hub.example.com:8443/a/b/c__d:v1.0_x, hub.example.com:8443, a/b/c__d, v1.0_x",
        "[::1]:5000/app:1, [::1]:5000, app, 1",
        "[2001:db8::1]/app, [2001:db8::1], app, ",
        "a---b/c.d, docker.io, a---b/c.d, "
    })
    void parsesWhatDockerParses(String text, String registry, String repository, String tag) {
        Reference reference = Reference.parse(text);
        assertEquals(new Reference(registry, repository, tag, null), reference);
        assertEquals(reference, Reference.parse(reference.toString()), "the text form parses back");
    }

    @Test
    void keepsTagAndDigestTogetherAndTheDigestWins() {
        Reference reference = Reference.parse("hub.example.com:5000/app:1@sha256:" + HEX);
        assertEquals("1", reference.tag());
        assertEquals("sha256:" + HEX, reference.tagOrDigest());
        assertEquals("hub.example.com:5000/app:1@sha256:" + HEX, reference.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                ":",
                "@",
                "app:",
                "app@",
                "App/x:1 ",
                "a//b",
                "a/",
                "/a",
                "a:b:c",
                "Host/app",
                "hub.example.com/UPPER",
                "hub.example.com:99999/app",
                "hub.example.com:/app",
                "a/b@sha256:123",
                "a b",
                "app:-x",
                "app:.x",
                "a..b/..",
                "../../etc/passwd",
                "hub.example.com/../x",
                "[zz]/app",
                "[::1/app",
                "-a.b/c",
                "user:pw@hub.example.com/app",
                "https://hub.example.com/app",
                "a___b",
                "hub.example.com/",
                "app:\u0661"
            })
    void refusesWhatBreaksTheGrammarWithASentence(String text) {
        InvalidInputException e = assertThrows(InvalidInputException.class, () -> Reference.parse(text));
        assertTrue(e.getMessage().startsWith("Malformed image reference '"), e.getMessage());
    }

    @Test
    void refusesOverlongNamesAndTags() {
        assertThrows(InvalidInputException.class, () -> Reference.parse("a/" + "b".repeat(260)));
        assertThrows(InvalidInputException.class, () -> Reference.parse("a:" + "b".repeat(129)));
        assertThrows(InvalidInputException.class, () -> Reference.parse("a".repeat(5000)));
        assertEquals("b".repeat(128), Reference.parse("a:" + "b".repeat(128)).tag());
    }

    @Test
    void defaultsToLatestOnlyWithoutADigest() {
        assertEquals("latest", Reference.parse("app").effectiveTag().orElseThrow());
        assertTrue(Reference.parse("app@sha256:" + HEX).effectiveTag().isEmpty());
    }
}
