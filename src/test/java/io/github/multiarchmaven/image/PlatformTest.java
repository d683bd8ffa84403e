package io.github.multiarchmaven.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformTest {
    @ParameterizedTest
    @CsvSource({
        "linux/amd64, linux/amd64, amd64",
        "linux/x86_64, linux/amd64, amd64",
        "Linux/AARCH64, linux/arm64, arm64",
        "linux/arm64/v8, linux/arm64, arm64",
        "arm64, linux/arm64, arm64",
        "linux/arm, linux/arm/v7, armv7",
        "linux/armhf, linux/arm/v7, armv7",
        "linux/armel, linux/arm/v6, armv6",
        "linux/arm/6, linux/arm/v6, armv6",
        "linux/amd64/v3, linux/amd64/v3, amd64v3",
        "linux/s390x, linux/s390x, s390x",
        "linux/riscv64, linux/riscv64, riscv64",
        "windows/amd64, windows/amd64, amd64"
    })
    void normalisesTheNamesInUse(String text, String normal, String archTag) {
        Platform platform = Platform.parse(text);
        assertEquals(normal, platform.toString());
        assertEquals(archTag, platform.archTag());
        assertEquals(platform, Platform.fromJson(platform.toJson()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "linux/", "/amd64", "linux/amd46", "linux/amd64/v1/x", "linux amd64", "linux/../x", "a,b"})
    void refusesWhatIsNoPlatform(String text) {
        assertThrows(InvalidInputException.class, () -> Platform.parse(text));
    }

    @Test
    void platformsAreEqualWhereEveryPartIs() {
        Platform platform = new Platform("linux", "arm", "v7", "1");
        assertEquals(platform, new Platform("linux", "arm", "v7", "1"));
        assertEquals(platform.hashCode(), new Platform("linux", "arm", "v7", "1").hashCode());
        assertNotEquals(platform, new Platform("windows", "arm", "v7", "1"));
        assertNotEquals(platform, new Platform("linux", "amd64", "v7", "1"));
        assertNotEquals(platform, new Platform("linux", "arm", "v6", "1"));
        assertNotEquals(platform, new Platform("linux", "arm", "v7", "2"));
    }

    @Test
    void oneVariantDoesNotStandForAnother() {
        assertFalse(Platform.parse("linux/arm/v7").satisfies(Platform.parse("linux/arm/v6")));
        assertTrue(Platform.parse("linux/arm64/v8").satisfies(Platform.parse("linux/arm64")));
        assertTrue(new Platform("windows", "amd64", "", "10.0.1").satisfies(Platform.parse("windows/amd64")));
    }
}
