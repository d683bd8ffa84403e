package io.github.multiarchmaven.dockerfile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Platform;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts are what buildx 0.13 with dockerd 26, and Buildah 1.28, have printed. */
class ProgressTest {
    private static final List<Platform> BOTH = List.of(Platform.linuxAmd64(), Platform.linuxArm64());

    private static List<String> shown(Progress progress, String text) {
        return text.lines()
                .filter(line -> !line.isEmpty())
                .map(progress::read)
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void buildKitsStepsAreShownWithTheirPlatform() {
        BuildKitProgress progress = new BuildKitProgress(BOTH);
        assertEquals(
                List.of(
                        "[linux/arm64] internal load metadata for 127.0.0.1:5599/base/java:17",
                        "[linux/arm64] 1/2 FROM 127.0.0.1:5599/base/java:17@sha256:99",
                        "[linux/amd64] 2/2 RUN echo working; echo more; false",
                        "[linux/amd64] working",
                        "[linux/arm64] 2/2 RUN echo working; echo more; false",
                        "[linux/arm64] more",
                        "[linux/arm64] ERROR: process \"/bin/sh -c echo\" did not complete successfully: exit code: 1",
                        "[linux/amd64] ERROR: process \"/bin/sh -c echo\" did not complete successfully: exit code: 1"),
                shown(
                        progress,
                        """
                        #1 [internal] load build definition from Dockerfile.f
                        #1 transferring dockerfile: 107B 0.1s done
                        #1 DONE 0.1s
                        #3 [linux/arm64 internal] load metadata for 127.0.0.1:5599/base/java:17
                        #5 [linux/arm64 1/2] FROM 127.0.0.1:5599/base/java:17@sha256:99
                        #5 sha256:c56d9e22 94.32MB / 94.32MB 3.2s done
                        #5 extracting sha256:c56d9e22
                        #7 [linux/amd64 2/2] RUN echo working; echo more; false
                        #7 0.449 working
                        #7 ...

                        #8 [linux/arm64 2/2] RUN echo working; echo more; false
                        #8 0.535 more
                        #8 ERROR: process "/bin/sh -c echo" did not complete successfully: exit code: 1

                        #7 [linux/amd64 2/2] RUN echo working; echo more; false
                        #7 ERROR: process "/bin/sh -c echo" did not complete successfully: exit code: 1
                        ------
                         > [linux/arm64 2/2] RUN echo working; echo more; false:
                        0.535 more
                        ------
                        ERROR: failed to solve: process "/bin/sh -c echo" did not complete successfully: exit code: 1
                        """));
        assertEquals(
                "the step 'RUN echo working; echo more; false' for linux/arm64 failed: process \"/bin/sh -c echo\" did not"
                        + " complete successfully: exit code: 1.\n  | more",
                progress.failure(1));
    }

    @Test
    void theOnlyPlatformIsShownThoughBuildKitLeavesItOut() {
        assertEquals(
                List.of("[linux/arm64] 1/2 RUN x", "[linux/arm64] printed"),
                shown(new BuildKitProgress(List.of(Platform.linuxArm64())), "#5 [1/2] RUN x\n#5 0.2 printed\n"));
        assertEquals(
                List.of("[linux/arm64] 2/3 RUN x", "[linux/arm64] printed"),
                shown(new BuildahProgress(List.of(Platform.linuxArm64())), "STEP 2/3: RUN x\nprinted\n"));
    }

    @Test
    void aNamedStageIsPartOfTheStepsNumber() {
        assertEquals(
                List.of("[linux/arm64] build 2/3 RUN x", "[linux/amd64] tools 1/1 RUN y"),
                shown(
                        new BuildKitProgress(BOTH),
                        "#5 [linux/arm64 build 2/3] RUN x\n#6 [linux/amd64->arm64 tools 1/1] RUN y\n"));
    }

    @Test
    void buildKitsFailureWithoutAStepIsToldWithTheLastLines() {
        BuildKitProgress progress = new BuildKitProgress(BOTH);
        shown(
                progress,
                "#1 [internal] load build definition from nope\nERROR: failed to solve: failed to read dockerfile\n");
        assertTrue(progress.failure(1).startsWith("failed to read dockerfile.\n  | #1"), progress.failure(1));
        assertEquals("it ended with the status 7.", new BuildKitProgress(BOTH).failure(7));
    }

    @Test
    void buildahsStepsAreShownWithTheirPlatform() {
        BuildahProgress progress = new BuildahProgress(BOTH);
        assertEquals(
                List.of(
                        "[linux/amd64] 1/2 FROM 127.0.0.1:5599/base/java:17",
                        "[linux/amd64] Trying to pull 127.0.0.1:5599/base/java:17...",
                        "[linux/amd64] 2/2 RUN false",
                        "[linux/amd64] said"),
                shown(
                        progress,
                        """
                        [linux/amd64] STEP 1/2: FROM 127.0.0.1:5599/base/java:17
                        Trying to pull 127.0.0.1:5599/base/java:17...
                        Getting image source signatures
                        Copying blob sha256:c56d
                        Copying config sha256:03b7
                        Writing manifest to image destination
                        Storing signatures
                        [linux/amd64] STEP 2/2: RUN false
                        said
                        Error: 2 errors occurred:
                        	* building at STEP "RUN false": exit status 1
                        """));
        assertEquals(
                "the step 'RUN false' for linux/amd64 failed: 2 errors occurred: * building at STEP \"RUN false\": exit status 1."
                        + "\n  | said",
                progress.failure(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            exec /bin/sh: exec format error | binfmt_misc
            x509: certificate signed by unknown authority | caCertificates
            failed to request 509 | caCertificates
            http: server gave HTTP response to HTTPS client | plainHttpHosts
            auto-push is currently not implemented for docker driver | parameter builder
            ERROR: Multi-platform build is not supported for the docker driver. | parameter builder
            x: failed to resolve source metadata: no match for platform in manifest: not found | lacks the platform
            no image found in image index for architecture s390x, variant "", OS linux | lacks the platform
            write /x: no space left on device | buildx prune
            toomanyrequests: You have reached your pull rate limit | mirrors
            pull access denied, repository does not exist | docker login
            E: Failed to fetch http://deb/x.deb  404  Not Found [IP: 1.2.3.4 80] | apt-get update && apt-get install
            qemu: uncaught target signal 11 (Segmentation fault) - core dumped | nativeOnly
            Cannot connect to the Docker daemon at unix:///var/run/docker.sock | goal doctor
            unknown flag: --provenance | 0.10
            """)
    void knownTrapsGetTheirRemedy(String said, String remedy) {
        assertTrue(Traps.remedy(said).orElse("none").contains(remedy), () -> said + ": " + Traps.remedy(said));
    }

    @Test
    void anUnknownFailureGetsNoRemedy() {
        assertEquals(Optional.empty(), Traps.remedy("exit code: 1"));
    }
}
