package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.natives.Jar;
import io.github.multiarchmaven.natives.JarVerdict;
import io.github.multiarchmaven.natives.NativesReport;
import io.github.multiarchmaven.natives.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The natives matrix of an image: each platform's jars are judged for that platform and its C library. */
public final class ImageNatives {
    private ImageNatives() {}

    /**
     * A line for each jar that has libraries for Linux, by path. A platform that has not got the jar is missing in the line's
     * statuses.
     */
    public static List<JarVerdict> of(CheckedImage image) {
        Map<String, List<JarVerdict>> lines = new TreeMap<>();
        for (PlatformImage platform : image.platforms()) {
            for (JarVerdict verdict : verdicts(platform)) {
                if (!verdict.statuses().containsValue(Status.NO_NATIVES)) {
                    lines.computeIfAbsent(verdict.jar(), jar -> new ArrayList<>())
                            .add(verdict);
                }
            }
        }
        return lines.entrySet().stream()
                .map(line -> line(line.getKey(), line.getValue()))
                .toList();
    }

    private static List<JarVerdict> verdicts(PlatformImage image) {
        List<Jar> jars = new ArrayList<>();
        image.contents().entries().forEach((path, placed) -> {
            if (placed.entry().facts() instanceof FileFacts.Archive archive) {
                jars.addAll(Jar.of("/" + path, archive));
            }
        });
        return new NativesReport(List.of(image.platform()), image.libc()).judge(jars);
    }

    private static JarVerdict line(String jar, List<JarVerdict> verdicts) {
        Map<Platform, Status> statuses = new LinkedHashMap<>();
        List<JarVerdict.Detail> details = new ArrayList<>();
        Set<String> remedies = new LinkedHashSet<>();
        for (JarVerdict verdict : verdicts) {
            statuses.putAll(verdict.statuses());
            details.addAll(verdict.details());
            if (!verdict.remedy().isEmpty()) {
                remedies.add(verdict.remedy());
            }
        }
        return new JarVerdict(jar, statuses, details, String.join(" ", remedies));
    }
}
