package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.contents.ImageContents.PlacedEntry;
import io.github.multiarchmaven.natives.Jar;
import io.github.multiarchmaven.natives.JarVerdict;
import io.github.multiarchmaven.natives.NativesMatrix;
import io.github.multiarchmaven.natives.NativesMatrix.PlatformJars;
import java.util.ArrayList;
import java.util.List;

/** The natives matrix of an image: each platform's jars are judged for that platform and its C library. */
public final class ImageNatives {
    private ImageNatives() {}

    /**
     * A line for each jar that has libraries for Linux, by path. A platform that has not got the jar is missing in the line's
     * statuses.
     */
    public static List<JarVerdict> of(CheckedImage image) {
        return NativesMatrix.lines(image.platforms().stream()
                .map(platform -> new PlatformJars(platform.platform(), platform.libc(), jars(platform)))
                .toList());
    }

    private static List<Jar> jars(PlatformImage image) {
        List<Jar> jars = new ArrayList<>();
        for (PlacedEntry each : image.contents().telling()) {
            if (each.entry().facts() instanceof FileFacts.Archive archive) {
                jars.addAll(Jar.of("/" + each.entry().path(), archive));
            }
        }
        return jars;
    }
}
