package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.natives.JarVerdict.Detail;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where a library that a jar lacks can be had: in a later version, in a jar of another classifier or artifact id, or in
 * another artifact.
 *
 * <p>To verify a line: fetch the version it names and the one before, {@code mvn dependency:copy
 * -Dartifact=org.rocksdb:rocksdbjni:6.2.2 -DoutputDirectory=.}, unzip them and ask {@code readelf -h} about each library.
 * A version in the table is the oldest that was seen to have the platform; an older one between it and the one that was seen
 * without may have it too.
 */
final class KnownNatives {
    // artifact | a library of it, or - | platform | since VERSION / classifier WORD / artifactId WORD / never VERSION |
    // what else
    private static final String TABLE =
            """
            com.aayushatharva.brotli4j:native-linux-x86_64 | - | linux/arm64 | artifactId native-linux-aarch64
            com.aayushatharva.brotli4j:native-linux-x86_64 | - | linux/arm/v7 | artifactId native-linux-armv7
            com.aayushatharva.brotli4j:native-linux-aarch64 | - | linux/amd64 | artifactId native-linux-x86_64
            com.github.jnr:jffi | libjffi | linux/arm64 | since 1.2.16
            com.github.luben:zstd-jni | libzstd-jni | linux/arm64 | since 1.1.0
            com.microsoft.onnxruntime:onnxruntime | libonnxruntime4j-jni | linux/arm64 | since 1.12.0
            de.mkammerer:argon2-jvm | libargon2 | linux/arm64 | since 2.4
            io.grpc:grpc-netty-shaded | libio-grpc-netty-shaded-netty-tcnative | linux/arm64 | since 1.68.1
            io.netty:netty-tcnative-boringssl-static | libnetty-tcnative | linux/arm64 | classifier linux-aarch_64
            io.netty:netty-tcnative-boringssl-static | libnetty-tcnative | linux/amd64 | classifier linux-x86_64
            io.netty:netty-transport-native-epoll | libnetty-transport-native-epoll | linux/arm64 | classifier linux-aarch_64
            io.netty:netty-transport-native-epoll | libnetty-transport-native-epoll | linux/amd64 | classifier linux-x86_64
            net.java.dev.jna:jna | libjnidispatch | linux/arm64 | since 4.2.0
            net.jpountz.lz4:lz4 | - | linux/arm64 | never 1.3.0 | org.lz4:lz4-java:1.4.1 or later has the same classes
            org.conscrypt:conscrypt-openjdk-uber | libconscrypt-openjdk-jni | linux/arm64 | since 2.6.0
            org.fusesource.jansi:jansi | libjansi | linux/arm64 | since 2.0
            org.fusesource.leveldbjni:leveldbjni-all | libleveldbjni | linux/arm64 | never 1.8 | org.iq80.leveldb:leveldb:0.12 is the same in pure Java
            org.lmdbjava:lmdbjava | - | linux/arm64 | since 0.9.0
            org.lwjgl:* | - | linux/arm64 | classifier natives-linux-arm64
            org.lwjgl:* | - | linux/amd64 | classifier natives-linux
            org.lz4:lz4-java | liblz4-java | linux/arm64 | since 1.4.1
            org.bytedeco:* | - | linux/arm64 | classifier linux-arm64
            org.bytedeco:* | - | linux/amd64 | classifier linux-x86_64
            org.openjfx:* | - | linux/arm64 | classifier linux-aarch64
            org.openjfx:* | - | linux/amd64 | classifier linux
            org.rocksdb:rocksdbjni | librocksdbjni | linux/arm64 | since 6.2.2
            org.tensorflow:libtensorflow_jni | - | linux/arm64 | never 1.15.0 | org.tensorflow:tensorflow-core-native:1.0.0 has it with the classifier linux-arm64
            org.tensorflow:tensorflow-core-native | - | linux/arm64 | classifier linux-arm64
            org.tensorflow:tensorflow-core-native | - | linux/amd64 | classifier linux-x86_64
            org.xerial.snappy:snappy-java | libsnappyjava | linux/arm64 | since 1.1.2.2
            org.xerial:sqlite-jdbc | libsqlitejdbc | linux/arm64 | since 3.20.0
            """;

    /** Made when something is missing: mostly nothing is. */
    private List<Known> table;

    private record Known(String artifact, String library, Platform platform, String kind, String value, String note) {
        static Known parse(String line) {
            String[] cells = line.strip().split(" +\\| +");
            String[] how = cells[3].split(" ", 2);
            return new Known(
                    cells[0], cells[1], Platform.parse(cells[2]), how[0], how[1], cells.length > 4 ? cells[4] : "");
        }

        // Of a jar's file name no group is known; a shaded jar has the library under its own name.
        boolean isAbout(Coordinates jar, Detail detail) {
            if (!detail.platform().satisfies(platform)) {
                return false;
            }
            String group = artifact.substring(0, artifact.indexOf(':') + 1);
            boolean named = artifact.endsWith(":*")
                    ? group.equals(jar.groupId() + ":")
                    : artifact.equals(jar.artifact())
                            || jar.groupId().isEmpty()
                                    && artifact.substring(group.length()).equals(jar.artifactId());
            return named || library.equals(detail.library()) && kind.matches("since|never");
        }

        /** Empty where the table says that the jar's version has the platform, which it has not. */
        Optional<String> remedy(Coordinates jar) {
            String group = artifact.substring(0, artifact.indexOf(':'));
            return switch (kind) {
                case "since" ->
                    artifact.endsWith(":" + jar.artifactId()) && isAtLeast(jar.version(), value)
                            ? Optional.empty()
                            : Optional.of("Use " + artifact + ":" + value + " or later, which has " + platform + ".");
                case "classifier" -> {
                    Coordinates other = jar.with(jar.artifactId(), value);
                    yield Optional.of("Add " + withGroup(other, group) + " for " + platform + ".");
                }
                case "artifactId" ->
                    Optional.of(
                            "Add " + withGroup(jar.with(value, jar.classifier()), group) + " for " + platform + ".");
                default ->
                    Optional.of(artifact + " has nothing for " + platform + " up to " + value + "; " + note + ".");
            };
        }

        private static Coordinates withGroup(Coordinates jar, String group) {
            return new Coordinates(group, jar.artifactId(), jar.version(), jar.classifier());
        }
    }

    /**
     * What to do about the findings of a jar; empty when there are none.
     *
     * @param libc the image's
     */
    String remedy(Coordinates jar, List<Detail> findings, Elf.Libc libc) {
        Set<String> sentences = new LinkedHashSet<>();
        for (Detail finding : findings) {
            if (finding.status() == Status.OTHER_LIBC) {
                sentences.add(otherLibc(libc));
            } else {
                sentences.add(missing(jar, finding));
            }
        }
        return String.join(" ", sentences);
    }

    private List<Known> table() {
        if (table == null) {
            table = TABLE.lines()
                    .filter(line -> !line.isBlank())
                    .map(Known::parse)
                    .toList();
        }
        return table;
    }

    private String missing(Coordinates jar, Detail finding) {
        for (Known known : table()) {
            Optional<String> remedy = known.isAbout(jar, finding) ? known.remedy(jar) : Optional.empty();
            if (remedy.isPresent()) {
                return remedy.get();
            }
        }
        boolean forOnePlatform =
                PlatformWords.namePlatform(jar.classifier()) || PlatformWords.namePlatform(jar.artifactId());
        return forOnePlatform
                ? jar + " is for one platform by its name: add its counterpart for " + finding.platform()
                        + ", or a version that has one."
                : "Use a version of " + jar + " that has " + finding.library() + " for " + finding.platform()
                        + ", or another library in its place.";
    }

    private static String otherLibc(Elf.Libc libc) {
        return libc == Elf.Libc.MUSL
                ? "The image has musl and the library is made for glibc: it may load with the package gcompat; a base"
                        + " image with glibc is safer."
                : "The image has glibc and the library is made for musl: use an artifact that is made for glibc, or a"
                        + " base image with musl.";
    }

    // By their numbers only: what follows them in the versions of the table makes no difference.
    private static boolean isAtLeast(String version, String least) {
        if (version.isEmpty()) {
            return false;
        }
        String[] left = version.split("\\D+");
        String[] right = least.split("\\D+");
        for (int i = 0; i < Math.max(left.length, right.length); i++) {
            int order = Long.compare(number(left, i), number(right, i));
            if (order != 0) {
                return order > 0;
            }
        }
        return true;
    }

    private static long number(String[] numbers, int index) {
        return index < numbers.length && numbers[index].matches("\\d{1,18}") ? Long.parseLong(numbers[index]) : 0;
    }
}
