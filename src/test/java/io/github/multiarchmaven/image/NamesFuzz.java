package io.github.multiarchmaven.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.multiarchmaven.fuzz.Fed;

/** What users and registries write: references, platforms, digests, tags. */
class NamesFuzz {
    @FuzzTest(maxDuration = "8s")
    void namesAreReadOrRefused(byte[] data) throws Exception {
        Fed fed = new Fed(data, 5);
        String text = fed.text();
        fed.to(
                () -> {
                    Reference reference = Reference.parse(text);
                    assertEquals(reference, Reference.parse(reference.toString()), "it reads what it writes");
                },
                () -> {
                    Platform platform = Platform.parse(text);
                    assertEquals(platform, Platform.parse(platform.toString()), "it reads what it writes");
                },
                () -> assertEquals(text, Digest.parse(text).toString()),
                () -> PlatformTags.parse(text).tag("1.0", Platform.linuxArm64()),
                () -> Reference.parse("hub.example.com/app").withTag(text));
    }
}
