package io.github.multiarchmaven.engine;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.multiarchmaven.fuzz.Fed;
import io.github.multiarchmaven.image.Platform;

/** What other programs and the kernel print. */
class EngineFuzz {
    private static final byte[] PROGRAM =
            TinyProgram.of(Platform.linuxArm64()).orElseThrow().bytes();

    @FuzzTest(maxDuration = "5s")
    void textsOfEnginesAreReadOrPassedOver(byte[] data) throws Exception {
        Fed fed = new Fed(data, 3);
        String text = fed.text();
        fed.to(
                () -> Builder.parseList(text),
                () -> Builder.parseInspection(text, true).ifPresent(Builder::platforms),
                () -> BinfmtHandler.parse("any", text).takes(PROGRAM));
    }
}
