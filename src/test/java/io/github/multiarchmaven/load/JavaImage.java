package io.github.multiarchmaven.load;

import io.github.multiarchmaven.assemble.AssembleRequest;
import io.github.multiarchmaven.assemble.Assembler;
import io.github.multiarchmaven.assemble.BaseImages;
import io.github.multiarchmaven.assemble.ContainerSettings;
import io.github.multiarchmaven.assemble.JavaApp;
import io.github.multiarchmaven.assemble.JavaApplication;
import io.github.multiarchmaven.assemble.JavaContent;
import io.github.multiarchmaven.assemble.PlatformRequest;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.layout.ImageLayout;
import io.github.multiarchmaven.testbed.DebianJavaBase;
import io.github.multiarchmaven.testbed.Unavailable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@link PrintsArchitecture} on a real Java, for amd64 and arm64, as {@code build} makes it. */
final class JavaImage {
    static final String TAG = "1.0";

    private JavaImage() {}

    /** @param folder takes what is made */
    static ImageLayout assemble(Path folder) throws Unavailable {
        Path classes = folder.resolve("classes");
        String name = PrintsArchitecture.class.getName().replace('.', '/') + ".class";
        try (InputStream in = PrintsArchitecture.class.getClassLoader().getResourceAsStream(name)) {
            Files.createDirectories(classes.resolve(name).getParent());
            Files.copy(in, classes.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JavaContent content = JavaApplication.contentOf(JavaApp.of(classes, List.of()));
        BaseImages bases = new BaseImages(
                reference -> {
                    throw new AssertionError("no registry is asked: " + reference);
                },
                folder.resolve("bases"),
                folder,
                false);
        String base = "oci:" + DebianJavaBase.layout() + ":" + DebianJavaBase.TAG;
        ContainerSettings settings = new ContainerSettings(
                content.entrypoint(), content.cmd(), null, null, null, null, null, null, null, null);
        List<PlatformRequest> platforms = List.of(Platform.linuxAmd64(), Platform.linuxArm64()).stream()
                .map(platform ->
                        new PlatformRequest(platform, bases.resolve(base, platform), settings, content.layers()))
                .toList();
        Path layout = folder.resolve("layout");
        new Assembler().assemble(new AssembleRequest(layout, TAG, platforms, folder.resolve("layers"), 2));
        return ImageLayout.open(layout);
    }
}
