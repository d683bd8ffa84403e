package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Jar by platform: the jars of each platform are judged for that platform and its C library. */
public final class NativesMatrix {
    private NativesMatrix() {}

    /**
     * The jars that one platform's application has.
     *
     * @param libc the image's C library; with {@code UNKNOWN} or {@code NONE} any library's will do
     */
    public record PlatformJars(Platform platform, Elf.Libc libc, List<Jar> jars) {
        public PlatformJars {
            jars = List.copyOf(jars);
        }
    }

    /**
     * A line for each jar that has libraries for Linux, sorted by path. A platform that has not got the jar is missing in the line's
     * statuses.
     */
    public static List<JarVerdict> lines(List<PlatformJars> platforms) {
        Map<String, List<JarVerdict>> lines = new TreeMap<>();
        Map<String, String> names = new HashMap<>();
        for (PlatformJars platform : platforms) {
            NativesReport report = new NativesReport(List.of(platform.platform()), platform.libc(), names);
            for (JarVerdict verdict : report.judge(platform.jars())) {
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
