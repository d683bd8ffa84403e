package io.github.multiarchmaven.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final String CONFIG = "{\"mediaType\":\"" + MediaTypes.OCI_CONFIG + "\",\"digest\":\"sha256:" + HEX
            + "\",\"size\":7,\"data\":\"e30=\"}";

    @Test
    void keepsTheBytesAndTheUnknownFields() {
        String text = "{ \"schemaVersion\": 2,\n \"config\":" + CONFIG
                + ", \"layers\": [], \"x-own\": {\"n\": 1.10}, \"annotations\": {\"b\":\"2\",\"a\":\"1\"}}\n";
        Manifest manifest = Manifest.parse(text.getBytes(UTF_8), MediaTypes.OCI_MANIFEST);
        assertArrayEquals(text.getBytes(UTF_8), manifest.bytes());
        assertEquals("1.10", manifest.json().at("/x-own/n").asText());
        assertEquals("e30=", manifest.config().json().path("data").asText());
        assertEquals(List.of("b", "a"), List.copyOf(manifest.annotations().keySet()));
    }

    @Test
    void numbersNotInterpretedComeOutAsTheyWentIn() {
        String text = "{\"a\":1.10,\"b\":1e400,\"c\":123456789012345678901234567890}";
        assertEquals(
                "{\"a\":1.10,\"b\":1E+400,\"c\":123456789012345678901234567890}",
                new String(Json.bytes(Json.parseObject(text.getBytes(UTF_8), "a test")), UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}x",
                "{\"schemaVersion\":2}",
                "{\"schemaVersion\":1,\"layers\":[],\"config\":CONFIG}",
                "{\"schemaVersion\":2,\"layers\":{},\"config\":CONFIG}",
                "{\"schemaVersion\":2,\"layers\":[1],\"config\":CONFIG}",
                "{\"schemaVersion\":2,\"layers\":[],\"config\":CONFIG,\"manifests\":[]}",
                "{\"schemaVersion\":2,\"schemaVersion\":2,\"layers\":[],\"config\":CONFIG}",
                "{\"schemaVersion\":2,\"layers\":[],\"config\":CONFIG,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}",
                "{\"schemaVersion\":2,\"layers\":[{\"mediaType\":\"x\",\"digest\":\"md5:1\",\"size\":1}],\"config\":CONFIG}",
                "{\"schemaVersion\":2,\"layers\":[{\"mediaType\":\"x\",\"digest\":\"sha256:1\",\"size\":-1}],\"config\":CONFIG}"
            })
    void refusesBrokenDocumentsAsCorrupt(String text) {
        byte[] bytes = text.replace("CONFIG", CONFIG).getBytes(UTF_8);
        assertThrows(CorruptContentException.class, () -> Manifest.parse(bytes, MediaTypes.OCI_MANIFEST));
    }

    @Test
    void refusesDeepNestingWithoutAStackOverflow() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThrows(CorruptContentException.class, () -> Json.parseObject(deep.getBytes(UTF_8), "a test"));
    }

    @Test
    void refusesSchema1WithARemedy() {
        InvalidInputException e = assertThrows(
                InvalidInputException.class,
                () -> Manifest.parse("{\"schemaVersion\":1}".getBytes(UTF_8), MediaTypes.DOCKER_SCHEMA1_SIGNED));
        assertTrue(e.getMessage().contains("schema 1"), e.getMessage());
    }

    @Test
    void refusesBytesThatAreNotTheOnesDescribed() {
        byte[] bytes = ("{\"schemaVersion\":2,\"config\":" + CONFIG + ",\"layers\":[]}").getBytes(UTF_8);
        Descriptor other =
                Descriptor.of(MediaTypes.OCI_MANIFEST, new Digest(Digest.Algorithm.SHA256, HEX), bytes.length);
        assertThrows(CorruptContentException.class, () -> Manifest.parse(bytes, other));
    }

    @Test
    void composesAnIndexThatSelectsByPlatformAndSkipsAttestations() {
        Descriptor amd = Descriptor.of(MediaTypes.OCI_MANIFEST, new Digest(Digest.Algorithm.SHA256, HEX), 5);
        Descriptor arm = Descriptor.ofBytes(MediaTypes.OCI_MANIFEST, new byte[] {1});
        Descriptor attestation = Descriptor.ofBytes(MediaTypes.OCI_MANIFEST, new byte[] {2});
        Manifest index = Indexes.compose(
                List.of(
                        attestation.withPlatform(new Platform("unknown", "unknown", "", "")),
                        amd.withPlatform(Platform.linuxAmd64()),
                        arm.withPlatform(Platform.linuxArm64())),
                Map.of());
        assertEquals(arm, Indexes.select(index.children(), Platform.parse("linux/arm64/v8")));
        assertEquals(null, Indexes.select(index.children(), Platform.parse("linux/s390x")));
    }

    @Test
    void verifyingStreamFindsShortLongAndOtherBytes() throws IOException {
        byte[] right = "content".getBytes(UTF_8);
        Descriptor blob = Descriptor.ofBytes("text/plain", right);
        try (InputStream in = new VerifyingInputStream(new ByteArrayInputStream(right), blob, "a test")) {
            assertArrayEquals(right, in.readAllBytes());
        }
        for (String wrong : List.of("conten", "contents", "Content")) {
            try (InputStream in =
                    new VerifyingInputStream(new ByteArrayInputStream(wrong.getBytes(UTF_8)), blob, "a test")) {
                assertThrows(CorruptContentException.class, in::readAllBytes, wrong);
            }
        }
    }
}
