package io.github.multiarchmaven.promote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryOptions;
import io.github.multiarchmaven.testbed.Command;
import io.github.multiarchmaven.testbed.RealRegistry;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A process that is killed at any moment leaves nothing incomplete behind, and the next one does the rest. */
class PromoteKilledIT {
    private static final int KILLS = 20;
    private static final int IMAGES = 4;
    private static final long SEED = 20_260_131L;

    @Test
    void everyIndexIsCompleteAfterAKillAndTheNextRunEndsWell() throws Exception {
        try (RealRegistry upstream = Unavailable.orSkip(RealRegistry::start);
                RealRegistry hub = Unavailable.orSkip(RealRegistry::start);
                RegistryClient client = new RegistryClient(RegistryOptions.defaults())) {
            List<Manifest> sources = new ArrayList<>();
            for (int i = 0; i < IMAGES; i++) {
                Repository source = client.repository(Reference.parse(upstream.host() + "/image" + i));
                sources.add(TinyImage.putIndex(
                        source,
                        "1",
                        3_000_000 + i,
                        Platform.linuxAmd64(),
                        Platform.linuxArm64(),
                        Platform.parse("linux/s390x")));
                PromoteFixture.putReferrer(source, sources.get(i).descriptor(), "application/x-signature");
            }
            long whole = undisturbed(upstream, hub);
            Random random = new Random(SEED);
            int killedEarly = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                String group = "kill" + kill;
                Process process = PromoteProcess.begin("128m", arguments(upstream, hub, group));
                if (!process.waitFor(random.nextLong(whole), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly().waitFor();
                    killedEarly++;
                }
                for (int i = 0; i < IMAGES; i++) {
                    assertComplete(client.repository(Reference.parse(hub.host() + "/" + group + "/image" + i)), kill);
                }
                Command.Result again = PromoteProcess.command("128m", arguments(upstream, hub, group))
                        .run();
                assertEquals(0, again.exit(), () -> "the run after kill: " + again.output() + again.errors());
                for (int i = 0; i < IMAGES; i++) {
                    Repository target = client.repository(Reference.parse(hub.host() + "/" + group + "/image" + i));
                    assertComplete(target, kill);
                    Digest digest = sources.get(i).digest();
                    assertEquals(digest, target.resolve("1").orElseThrow().digest());
                    assertEquals(1, target.referrers(digest).size());
                    assertTrue(target.tags().containsAll(List.of("1", "1-amd64", "1-arm64", "1-s390x")));
                }
            }
            assertTrue(killedEarly > KILLS / 2, "killed while at work: " + killedEarly + " of " + KILLS);
        }
    }

    private static long undisturbed(RealRegistry upstream, RealRegistry hub) throws Exception {
        Process process = PromoteProcess.begin("128m", arguments(upstream, hub, "whole"));
        long begun = System.nanoTime();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return System.nanoTime() - begun;
    }

    private static List<String> arguments(RealRegistry upstream, RealRegistry hub, String group) {
        List<String> arguments = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            arguments.add(upstream.host() + "/image" + i + ":1");
            arguments.add(hub.host() + "/" + group + "/image" + i + ":1");
        }
        return arguments;
    }

    /** Whatever has a tag can be read to its last byte. */
    private static void assertComplete(Repository target, int kill) throws Exception {
        for (String tag : target.tags()) {
            assertComplete(target, target.manifest(tag), "kill " + kill + ", " + target.name() + ":" + tag);
        }
    }

    private static void assertComplete(Repository target, Manifest manifest, String what) throws Exception {
        for (Descriptor child : manifest.children()) {
            assertTrue(target.resolve(child.digest().toString()).isPresent(), what + " lacks " + child);
            assertComplete(target, target.manifest(child.digest().toString()), what);
        }
        for (Descriptor blob : manifest.blobs()) {
            assertTrue(target.hasBlob(blob), what + " lacks " + blob);
            try (InputStream in = target.openBlob(blob)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }
}
