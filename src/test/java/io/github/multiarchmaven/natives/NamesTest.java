package io.github.multiarchmaven.natives;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiarchmaven.image.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of libraries and of jars, as real jars have them. */
class NamesTest {
    @ParameterizedTest
    @CsvSource({
        "librocksdbjni-linux64.so, librocksdbjni",
        "librocksdbjni-linux-aarch64-musl.so, librocksdbjni",
        "librocksdbjni-linux-ppc64le.so, librocksdbjni",
        "librocksdbjni-linux-s390x.so, librocksdbjni",
        "linux/aarch64/libzstd-jni-1.5.6-9.so, libzstd-jni",
        "jni/x86_64-Linux/libjffi-1.2.so, libjffi",
        "META-INF/native/libnetty_tcnative_linux_aarch_64.so, libnetty-tcnative",
        "META-INF/native/libconscrypt_openjdk_jni-linux-x86_64.so, libconscrypt-openjdk-jni",
        "libduckdb_java.so_linux_arm64, libduckdb-java",
        "org/tensorflow/libomp-e9212f90.so.5, libomp",
        "org/lmdbjava/aarch64-linux-gnu.so, (named by platform)",
        "net/jpountz/util/linux/amd64/liblz4-java.so, liblz4-java",
        "libsqlite4java-linux-i386.so, libsqlite4java",
        "libargon2.so, libargon2"
    })
    void aLibrarysNameHasNoPlatformAndNoVersion(String path, String name) {
        assertEquals(name, PlatformWords.libraryName(path));
    }

    @ParameterizedTest
    @CsvSource({
        "snappy-java-1.1.10.7.jar, snappy-java:1.1.10.7",
        "BOOT-INF/lib/zstd-jni-1.5.6-9.jar, zstd-jni:1.5.6-9",
        "netty-tcnative-boringssl-static-2.0.69.Final-linux-aarch_64.jar,"
                + " netty-tcnative-boringssl-static:2.0.69.Final:linux-aarch_64",
        "native-linux-x86_64-1.16.0.jar, native-linux-x86_64:1.16.0",
        "lwjgl-3.3.4-natives-linux-arm64.jar, lwjgl:3.3.4:natives-linux-arm64",
        "javacpp-1.5.11-linux-x86_64.jar, javacpp:1.5.11:linux-x86_64",
        "openblas-0.3.28-1.5.11-linux-arm64.jar, openblas:0.3.28-1.5.11:linux-arm64",
        "jffi-1.3.13-native.jar, jffi:1.3.13:native",
        "app-1.0-SNAPSHOT.jar, app:1.0-SNAPSHOT",
        "app.jar, app"
    })
    void aFilesNameTellsArtifactVersionAndClassifier(String file, String coordinates) {
        assertEquals(coordinates, Coordinates.ofFile(file).toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a:b", ":b:1", "a:b:1:c:d"})
    void otherShapesAreNoCoordinates(String text) {
        assertThrows(InvalidInputException.class, () -> Coordinates.parse(text));
    }

    @Test
    void classifiersAndArtifactIdsOfOnePlatformAreOneFamily() {
        assertEquals(
                Coordinates.parse("g:x-linux-x86_64:1.0").family(),
                Coordinates.parse("g:x-linux-aarch64:1.0").family());
        assertEquals(
                Coordinates.parse("g:x:1.0:linux").family(),
                Coordinates.parse("g:x:1.0:linux-aarch64").family());
    }
}
