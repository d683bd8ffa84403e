package io.github.multiarchmaven.testbed;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.image.Annotations;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * A real multi-architecture Java base image, composed from Debian packages: the newest long-term Java the machine's
 * Debian release has, without a desktop, a shell, the C library and the certificates, for linux/amd64 and linux/arm64,
 * one layer each.
 *
 * <p>Written by hand as an OCI image layout, so that it is no witness of our own layout code for itself. The same package
 * versions give the same digests.
 */
public final class DebianJavaBase {
    /** The tag ({@code org.opencontainers.image.ref.name}) in the layout. */
    public static final String TAG = "jre";

    /** In both platforms' images. */
    public static final String JAVA_HOME = "/usr/lib/jvm/jre";

    private static final List<Platform> PLATFORMS = List.of(Platform.linuxAmd64(), Platform.linuxArm64());
    // Release 12 has the last of them only, and release 13 no longer has it.
    private static final List<String> JAVAS = List.of("25", "21", "17");
    // Pulled in for maintainer scripts that do not run here.
    private static final Set<String> LEFT_OUT = Set.of(
            "debconf",
            "java-common",
            "mawk",
            "openssl",
            "perl-base",
            "util-linux",
            "util-linux-extra",
            "dpkg",
            "tar",
            "debianutils");

    private DebianJavaBase() {}

    /** The layout's folder, {@code target/testbed/java-base}; fetched and composed at first use. */
    public static Path layout() throws Unavailable {
        return layout(TestbedFolder.ofBuild());
    }

    /** The same with what installs packages: dpkg, tar and coreutils; {@code target/testbed/java-base-tools}. */
    public static Path layoutWithTools() throws Unavailable {
        return layout(
                TestbedFolder.ofBuild(),
                "java-base-tools",
                List.of("dpkg", "tar", "coreutils", "diffutils", "libc-bin"));
    }

    private static Path layout(TestbedFolder testbed) throws Unavailable {
        return layout(testbed, "java-base", List.of());
    }

    private static Path layout(TestbedFolder testbed, String entry, List<String> more) throws Unavailable {
        Parts parts = parts(testbed, more);
        StringBuilder recipe = new StringBuilder("4\n");
        parts.packages()
                .forEach(files ->
                        files.forEach(file -> recipe.append(file.getFileName()).append('\n')));
        return testbed.entry(entry, recipe.toString(), folder -> compose(folder, parts));
    }

    /** The package files of a platform. */
    static List<Path> packages(TestbedFolder testbed, Platform platform) throws Unavailable {
        return parts(testbed).packages().get(PLATFORMS.indexOf(platform));
    }

    /** Composes it once more, from the packages that the test bed has. */
    static Path recompose(TestbedFolder testbed, Path folder) throws Unavailable, IOException {
        compose(folder, parts(testbed));
        return folder;
    }

    /**
     * The same image, but that linux/arm64 has one package in the version of another release of Debian.
     *
     * @param folder takes the layout
     */
    public static Path withOtherVersion(String name, Path folder) throws Unavailable {
        TestbedFolder testbed = TestbedFolder.ofBuild();
        Parts parts = parts(testbed);
        Path own = parts.packages().get(1).stream()
                .filter(file -> isOf(name, file))
                .findFirst()
                .orElseThrow();
        for (String release : List.of("trixie", "bookworm")) {
            Path other = DebianPackages.of(testbed, PLATFORMS.get(1)).inSuite(release).fetch(name).stream()
                    .filter(file -> isOf(name, file))
                    .findFirst()
                    .orElseThrow();
            if (!other.getFileName().equals(own.getFileName())) {
                List<Path> arm64 = new ArrayList<>(parts.packages().get(1));
                arm64.set(arm64.indexOf(own), other);
                try {
                    compose(
                            folder,
                            new Parts(parts.java(), List.of(parts.packages().get(0), arm64)));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return folder;
            }
        }
        throw new Unavailable("All releases of Debian have one version of " + name + ".");
    }

    private static boolean isOf(String name, Path file) {
        return file.getFileName().toString().startsWith(name + "_");
    }

    /** What an image is made of: the version of Java, and the package files of each of the {@link #PLATFORMS}. */
    private record Parts(String java, List<List<Path>> packages) {}

    private static Parts parts(TestbedFolder testbed) throws Unavailable {
        return parts(testbed, List.of());
    }

    private static Parts parts(TestbedFolder testbed, List<String> more) throws Unavailable {
        List<List<String>> offers = new ArrayList<>();
        for (Platform platform : PLATFORMS) {
            offers.add(DebianPackages.of(testbed, platform)
                    .available(JAVAS.stream().map(DebianJavaBase::runtime).toArray(String[]::new)));
        }
        String java = newestForAll(offers);
        List<List<Path>> packages = new ArrayList<>();
        for (Platform platform : PLATFORMS) {
            List<String> names = new ArrayList<>(List.of(runtime(java), "base-files", "dash"));
            names.addAll(more);
            packages.add(DebianPackages.of(testbed, platform).fetch(names.toArray(String[]::new)).stream()
                    .filter(file -> {
                        String name = file.getFileName().toString().replaceFirst("_.*", "");
                        return more.contains(name) || !LEFT_OUT.contains(name);
                    })
                    .toList());
        }
        return new Parts(java, packages);
    }

    private static String runtime(String java) {
        return "openjdk-" + java + "-jre-headless";
    }

    /** @param offers for each platform, the Java packages that it has */
    static String newestForAll(List<List<String>> offers) throws Unavailable {
        return JAVAS.stream()
                .filter(java -> offers.stream().allMatch(offer -> offer.contains(runtime(java))))
                .findFirst()
                .orElseThrow(() -> new Unavailable("Of Debian's Java packages (" + String.join(", ", JAVAS)
                        + ") this machine's sources have none for all of " + PLATFORMS + "."));
    }

    private static void compose(Path layout, Parts parts) throws IOException {
        Files.createDirectories(layout.resolve("blobs/sha256"));
        ExecutorService threads = Executors.newFixedThreadPool(PLATFORMS.size());
        try {
            List<Callable<Descriptor>> images = new ArrayList<>();
            for (int i = 0; i < PLATFORMS.size(); i++) {
                Platform platform = PLATFORMS.get(i);
                List<Path> files = parts.packages().get(i);
                images.add(() -> image(layout, platform, parts.java(), files));
            }
            List<Descriptor> children = new ArrayList<>();
            for (Future<Descriptor> image : threads.invokeAll(images)) {
                children.add(image.get());
            }
            Manifest index = Indexes.compose(children, Map.of());
            Descriptor root =
                    putBlob(layout, index.mediaType(), index.bytes()).withAnnotation(Annotations.REF_NAME, TAG);
            Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
            ObjectNode entries = Json.object();
            entries.put("schemaVersion", 2);
            entries.putArray("manifests").add(root.json());
            Files.write(layout.resolve("index.json"), Json.bytes(entries));
        } catch (ExecutionException e) {
            throw new IOException("Composing the Java base image: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while composing the Java base image", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Descriptor image(Path layout, Platform platform, String java, List<Path> packages)
            throws IOException {
        Path unfinished = layout.resolve("blobs/" + platform.archTag() + ".part");
        MessageDigest compressed = Digest.Algorithm.SHA256.newMessageDigest();
        MessageDigest plain = Digest.Algorithm.SHA256.newMessageDigest();
        long created;
        try (OutputStream file = new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(unfinished), 1 << 16), compressed);
                OutputStream gzip = new FastGzip(file);
                MergedUsrLayer layer = new MergedUsrLayer(new DigestOutputStream(gzip, plain))) {
            for (Path packageFile : packages) {
                layer.add(packageFile);
            }
            finish(layer, platform, java);
            created = layer.newest();
        }
        Digest digest = Digest.of(Digest.Algorithm.SHA256, compressed.digest());
        Descriptor layer = Descriptor.of(MediaTypes.OCI_LAYER_GZIP, digest, Files.size(unfinished));
        Files.move(unfinished, blob(layout, digest));
        Digest diffId = Digest.of(Digest.Algorithm.SHA256, plain.digest());

        Descriptor config =
                putBlob(layout, MediaTypes.OCI_CONFIG, Json.bytes(configuration(platform, java, diffId, created)));
        ObjectNode manifest = Json.object();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.set("config", config.json());
        manifest.putArray("layers").add(layer.json());
        return putBlob(layout, MediaTypes.OCI_MANIFEST, Json.bytes(manifest)).withPlatform(platform);
    }

    // What maintainer scripts do, as far as a Java program can see it.
    private static void finish(MergedUsrLayer layer, Platform platform, String java) throws IOException {
        layer.certificateStores();
        layer.packageDatabase();
        layer.link(JAVA_HOME.substring(1), "java-" + java + "-openjdk-" + platform.architecture());
        layer.link("usr/bin/java", "../lib/jvm/jre/bin/java");
        layer.link("usr/bin/sh", "dash");
        layer.file("etc/passwd", utf8("root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"));
        layer.file("etc/group", utf8("root:x:0:\nnogroup:x:65534:\n"));
        layer.file("etc/nsswitch.conf", utf8("passwd: files\ngroup: files\nhosts: files dns\n"));
        layer.directory("root", 0700);
        layer.directory("tmp", 01777);
        for (String directory : List.of("dev", "proc", "run", "sys", "var/tmp")) {
            layer.directory(directory, directory.equals("var/tmp") ? 01777 : 0755);
        }
    }

    private static ObjectNode configuration(Platform platform, String java, Digest diffId, long created) {
        String time = Instant.ofEpochMilli(created).toString();
        ObjectNode json = Json.object();
        json.put("created", time);
        json.put("architecture", platform.architecture());
        json.put("os", platform.os());
        ObjectNode config = json.putObject("config");
        config.putArray("Env")
                .add("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .add("JAVA_HOME=" + JAVA_HOME)
                .add("LANG=C.UTF-8");
        config.putArray("Cmd").add("java").add("-version");
        ObjectNode rootfs = json.putObject("rootfs");
        rootfs.put("type", "layers");
        rootfs.putArray("diff_ids").add(diffId.toString());
        ObjectNode history = json.putArray("history").addObject();
        history.put("created", time);
        history.put("created_by", "Debian packages: " + runtime(java) + " base-files dash");
        return json;
    }

    private static Descriptor putBlob(Path layout, String mediaType, byte[] bytes) throws IOException {
        Descriptor descriptor = Descriptor.ofBytes(mediaType, bytes);
        Files.write(blob(layout, descriptor.digest()), bytes);
        return descriptor;
    }

    private static Path blob(Path layout, Digest digest) {
        return layout.resolve("blobs").resolve(digest.algorithm().id()).resolve(digest.hex());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Tests wait for it, nobody stores it: speed before size. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
