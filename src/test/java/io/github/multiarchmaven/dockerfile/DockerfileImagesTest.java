package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerfileImagesTest {
    private static List<String> names(String dockerfile, Map<String, String> buildArgs) {
        return DockerfileImages.of(dockerfile, buildArgs, Platform.linuxArm64()).stream()
                .map(NamedImage::name)
                .toList();
    }

    @Test
    void imagesAreFoundAndStagesAreNot() {
        assertEquals(
                List.of("hub.example.com/base/java:17", "debian:12", "tool.example.com/x", "nginx"),
                names(
                        """
                        # a comment
                        FROM --platform=$BUILDPLATFORM hub.example.com/base/java:17 AS Build
                        RUN true
                        from debian:12 as second
                        COPY --from=build /a /b
                        COPY --chown=1:1 --from=tool.example.com/x /c /d
                        COPY --from=0 /a /b
                        RUN --mount=type=bind,from=nginx,target=/n true
                        FROM build
                        FROM scratch
                        """,
                        Map.of()));
    }

    @Test
    void argumentsAreSubstitutedAsTheEngineDoes() {
        String dockerfile =
                """
                # syntax=docker/dockerfile:1
                ARG REGISTRY=hub.example.com
                ARG NAME="java"
                ARG EMPTY=
                ARG UNSET
                FROM ${REGISTRY}/base/$NAME:17
                FROM ${REGISTRY}/a:${UNSET:-one}
                FROM ${REGISTRY}/b:${EMPTY:-two}
                FROM ${REGISTRY}/c${UNSET:+x}:3
                FROM ${REGISTRY}/d:${TARGETARCH}
                FROM ${REGISTRY}/e:${UNSET}
                """;
        assertEquals(
                List.of(
                        "hub.example.com/base/java:17",
                        "hub.example.com/a:one",
                        "hub.example.com/b:two",
                        "hub.example.com/c:3",
                        "hub.example.com/d:arm64"),
                names(dockerfile, Map.of()));
        assertEquals(
                "127.0.0.1:5000/base/jre:17",
                names(dockerfile, Map.of("REGISTRY", "127.0.0.1:5000", "NAME", "jre"))
                        .get(0));
    }

    @Test
    void whatStandsInTheFileIsKeptBesideWhatItMeans() {
        assertEquals(
                List.of(new NamedImage("${BASE}", "debian:12", Reference.parse("docker.io/library/debian:12"))),
                DockerfileImages.of("ARG BASE=debian:12\nFROM ${BASE}\n", Map.of(), Platform.linuxArm64()));
    }

    @Test
    void argumentsOfAStageDoNotCountInFrom() {
        assertEquals(List.of("a"), names("FROM a\nARG X=b\nFROM $X\n", Map.of()));
    }

    @Test
    void continuedLinesAndHereDocumentsAreRead() {
        assertEquals(
                List.of("a:1", "b:2"),
                names(
                        """
                        FROM \\
                          # between
                          a:1
                        RUN <<EOF
                        FROM not:this
                        EOF
                        RUN <<-"END" cat && echo $((1<<2))
                        FROM nor:this
                        END
                        FROM b:2
                        """,
                        Map.of()));
        assertEquals(List.of("w:1"), names("# escape=`\nFROM `\nw:1\nCOPY a C:\\\n", Map.of()));
    }

    @Test
    void aStageThatBeginsWithNothingIsSeen() {
        assertTrue(DockerfileImages.fromScratch("FROM a AS scratch-maker\nfrom --platform=linux/arm64 scratch AS b\n"));
        assertFalse(DockerfileImages.fromScratch("FROM a AS scratch\nRUN FROM scratch\n"));
    }

    @Test
    void whatIsNoReferenceIsLeftToTheEngine() {
        assertEquals(List.of(), names("FROM Not/A/Name::\nFROM\nMAINTAINER x\n", Map.of()));
        assertEquals(List.of(), names("", Map.of()));
    }
}
