package io.github.multiarchmaven.testbed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SkopeoIT {
    @TempDir
    Path temporary;

    @Test
    void copiesTheJavaBaseToTheRegistryAndBackUnchanged() {
        Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
        String layout = "oci:" + Unavailable.orSkip(DebianJavaBase::layout) + ":" + DebianJavaBase.TAG;
        try (RealRegistry registry = Unavailable.orSkip(RealRegistry::start)) {
            String target = "docker://" + registry.host() + "/base/java:jre";
            skopeo.copyAll(layout, target);

            String raw = skopeo.inspectRaw(target);
            assertEquals(skopeo.inspectRaw(layout), raw);
            String back = "oci:" + temporary.resolve("back") + ":again";
            skopeo.copyAll(target, back);
            assertEquals(skopeo.digest(layout), skopeo.digest(back));
            Manifest index = Manifest.parse(raw.getBytes(StandardCharsets.UTF_8), MediaTypes.OCI_INDEX);
            assertEquals(
                    List.of(Platform.linuxAmd64(), Platform.linuxArm64()),
                    index.children().stream()
                            .map(child -> child.platform().orElseThrow())
                            .toList());
            assertEquals(
                    1,
                    registry.accesses().stream()
                            .filter(access -> access.method().equals("PUT")
                                    && access.pathAndQuery().equals("/v2/base/java/manifests/jre"))
                            .count());
        }
    }

    @Test
    void seesOnlyTheLoginItIsGiven() throws Exception {
        Skopeo skopeo = Unavailable.orSkip(Skopeo::get);
        try (RealRegistry registry = Unavailable.orSkip(() -> RealRegistry.startWithLogin("ann", "secret"))) {
            String[] listing = {"list-tags", "--tls-verify=false", "docker://" + registry.host() + "/none"};
            Command.Result refused = skopeo.runnable(listing).run();
            Command.Result known = skopeo.withLogin(registry.host(), "ann", "secret", temporary.resolve("auth.json"))
                    .runnable(listing)
                    .run();

            assertNotEquals(0, refused.exit());
            assertTrue(refused.errors().contains("authentication required"), refused.errors());
            assertNotEquals(0, known.exit());
            assertFalse(known.errors().contains("authentication required"), known.errors());
            // What skopeo says of a missing repository differs by its version, what it was answered does not.
            List<Integer> answers = registry.accesses().stream()
                    .filter(access -> access.pathAndQuery().startsWith("/v2/none/tags/list"))
                    .map(RealRegistry.Access::status)
                    .toList();
            assertEquals(404, answers.get(answers.size() - 1), answers::toString);
        }
    }
}
