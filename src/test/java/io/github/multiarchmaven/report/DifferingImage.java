package io.github.multiarchmaven.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.multiarchmaven.check.Allowance;
import io.github.multiarchmaven.check.Check;
import io.github.multiarchmaven.check.CheckOptions;
import io.github.multiarchmaven.check.CheckResult;
import io.github.multiarchmaven.check.CheckedImage;
import io.github.multiarchmaven.check.Finding;
import io.github.multiarchmaven.check.ImageReader;
import io.github.multiarchmaven.check.RuleName;
import io.github.multiarchmaven.check.Severity;
import io.github.multiarchmaven.contents.LayerReader;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Indexes;
import io.github.multiarchmaven.image.Json;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.MediaTypes;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.DebianPackages;
import io.github.multiarchmaven.testbed.MavenJars;
import io.github.multiarchmaven.testbed.TestbedFolder;
import io.github.multiarchmaven.testbed.TinyImage;
import io.github.multiarchmaven.testbed.Unavailable;
import io.github.multiarchmaven.transfer.Parallel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A real Java image for two platforms that differs in all that a report tells of: zlib1g is of another release of Debian, a program is
 * for the other machine, jars lack libraries, one platform has more packages, and its environment tries to break out of the page.
 */
record DifferingImage(CheckedImage image, CheckOptions options, CheckResult result) {
    private static final String TAG = "app";
    private static final List<String> JARS = List.of(
            "org.fusesource.leveldbjni:leveldbjni-all:1.8",
            "org.xerial.snappy:snappy-java:1.0.4.1",
            "org.xerial.snappy:snappy-java:1.1.10.7");

    /** @param folder takes the image's layout */
    static DifferingImage in(Path folder) throws Unavailable, IOException {
        ImageLayout layout = ImageLayout.openOrCreate(DebianJavaBase.withOtherVersion("zlib1g", folder));
        Descriptor jars = layer(layout, jars());
        Descriptor tool = layer(layout, tool());
        List<Descriptor> children = new ArrayList<>();
        for (Descriptor child : layout.manifest(DebianJavaBase.TAG).children()) {
            Platform platform = child.platform().orElseThrow();
            Map<String, Descriptor> added = new TreeMap<>();
            added.put("1 COPY target/libs /app/libs # buildkit", jars);
            added.put("2 COPY tools /opt/tool # buildkit", tool);
            if (platform.equals(Platform.linuxAmd64())) {
                added.put(
                        "3 RUN /bin/sh -c apt-get install \"curl\" && echo '<script>window.hacked = 1</script>' # buildkit",
                        layer(layout, morePackages()));
            }
            children.add(with(layout, layout.manifest(child.digest().toString()), platform, added));
        }
        layout.putManifest(Indexes.compose(children, Map.of()), TAG);
        return checked(layout);
    }

    private static DifferingImage checked(ImageLayout layout) {
        CheckOptions options = new CheckOptions(
                Map.of(RuleName.CONFIG, Severity.WARN),
                List.of(new Allowance(
                        Optional.of(RuleName.NATIVES),
                        Optional.empty(),
                        "snappy-java-1.0.*",
                        "an old client brings it, and nothing in it compresses")),
                CheckOptions.DEFAULT_SIZE_RATIO,
                0);
        CheckedImage image;
        try (Parallel parallel = new Parallel(2, "check")) {
            image = new ImageReader(new LayerReader(), parallel).read("hub.example.com/shop/orders:2.4.1", layout, TAG);
        }
        Set<String> borne = new Check(options, Set.of())
                .run(image).findings().stream()
                        .filter(finding -> finding.subject().name().equals("Env.REGION"))
                        .map(Finding::fingerprint)
                        .collect(Collectors.toSet());
        return new DifferingImage(image, options, new Check(options, borne).run(image));
    }

    String html() {
        return ImageReport.html(image, result, options);
    }

    private static Descriptor with(
            Repository layout, Manifest base, Platform platform, Map<String, Descriptor> layers) {
        ObjectNode config = Json.parseObject(layout.readBlob(base.config()), "the configuration");
        ArrayNode history = config.withArrayProperty("history");
        ObjectNode manifest = Json.parseObject(base.bytes(), "the manifest");
        layers.forEach((command, layer) -> {
            history.addObject().put("created_by", command.substring(2));
            manifest.withArrayProperty("layers").add(layer.json());
        });
        manifest.putObject("annotations").put("org.opencontainers.image.base.name", "hub.example.com/base/java:jre");
        boolean arm = platform.equals(Platform.linuxArm64());
        config.withObjectProperty("config")
                .withArrayProperty("Env")
                .add("GREETING="
                        + (arm ? "<script>window.hacked = 1</script>" : "\"><img src=x onerror='window.hacked=1'>"))
                .add("REGION=" + (arm ? "\u202Etxet\u0007" : "text"));
        manifest.set(
                "config",
                TinyImage.put(layout, MediaTypes.OCI_CONFIG, Json.bytes(config)).json());
        Manifest image = Manifest.compose(manifest, MediaTypes.OCI_MANIFEST);
        layout.putManifest(image, null);
        return image.descriptor().withPlatform(platform);
    }

    private static Map<String, byte[]> jars() throws Unavailable, IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path jar : MavenJars.fetch("report", JARS).values()) {
            files.put("app/libs/" + jar.getFileName(), Files.readAllBytes(jar));
        }
        return files;
    }

    private static Map<String, byte[]> tool() throws Unavailable, IOException {
        Path busybox = DebianPackages.of(TestbedFolder.ofBuild(), Platform.linuxAmd64())
                .unpackOnly("busybox-static")
                .path("bin/busybox");
        return Map.of("opt/tool/busybox", Files.readAllBytes(busybox));
    }

    /** As distroless images have them, a file for each package. */
    private static Map<String, byte[]> morePackages() {
        Map<String, byte[]> files = new TreeMap<>();
        for (String name : List.of("curl", "libcurl4", "intel-microcode", "libquadmath0")) {
            files.put(
                    "var/lib/dpkg/status.d/" + name,
                    ("Package: " + name
                                    + "\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u5\n")
                            .getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }

    private static Descriptor layer(Repository layout, Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setSize(file.getValue().length);
                tar.putArchiveEntry(entry);
                tar.write(file.getValue());
                tar.closeArchiveEntry();
            }
        }
        return TinyImage.put(layout, MediaTypes.OCI_LAYER_GZIP, TinyImage.gzip(bytes.toByteArray()));
    }
}
