package io.github.multiarchmaven.natives;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts.NativeEntry;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.natives.JarVerdict.Detail;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The natives matrix: which of an image's jars have native libraries for which platform.
 *
 * <p>A jar that has a library for some architecture of Linux has to have it for each wanted one; what is for other systems
 * only is of no interest in an image. Jars that are parts of one, such as {@code linux-x86_64} and {@code linux-aarch_64} of
 * an artifact, are judged together.
 */
public final class NativesReport {
    private final List<Platform> platforms;
    private final Elf.Libc libc;
    private final KnownNatives known = new KnownNatives();
    /** By path: platforms have the same jars mostly, and names are told by expressions that are slow. */
    private final Map<String, String> names;

    /**
     * @param platforms the wanted ones
     * @param libc the image's C library; with {@code UNKNOWN} or {@code NONE} any library's will do
     */
    public NativesReport(List<Platform> platforms, Elf.Libc libc) {
        this(platforms, libc, new HashMap<>());
    }

    /** @param names is filled, and may be another report's */
    NativesReport(List<Platform> platforms, Elf.Libc libc, Map<String, String> names) {
        this.platforms = List.copyOf(platforms);
        this.libc = libc;
        this.names = names;
    }

    /** One verdict for each jar, in their order; jars without native libraries have one too. */
    public List<JarVerdict> judge(List<Jar> jars) {
        Map<String, List<Jar>> families = new LinkedHashMap<>();
        for (Jar jar : jars) {
            families.computeIfAbsent(family(jar), key -> new ArrayList<>()).add(jar);
        }
        return jars.stream().map(jar -> judge(jar, families.get(family(jar)))).toList();
    }

    // Jars that are named by nothing but a platform belong together when they bring the same libraries.
    private String family(Jar jar) {
        String family = jar.coordinates().family();
        return family.isEmpty() ? libraries(List.of(jar)).keySet().toString() : family;
    }

    private JarVerdict judge(Jar jar, List<Jar> family) {
        Map<String, List<NativeEntry>> own = libraries(List.of(jar));
        Map<String, List<NativeEntry>> all = family.size() == 1 ? own : libraries(family);
        Map<Platform, Status> statuses = new LinkedHashMap<>();
        List<Detail> details = new ArrayList<>();
        for (Platform platform : platforms) {
            statuses.put(platform, status(platform, own, all, details));
        }
        return new JarVerdict(jar.path(), statuses, details, known.remedy(jar.coordinates(), details, libc));
    }

    private Status status(
            Platform platform,
            Map<String, List<NativeEntry>> own,
            Map<String, List<NativeEntry>> all,
            List<Detail> details) {
        if (!Machines.knows(platform)) {
            return Status.NOT_JUDGED;
        }
        Status worst = own.isEmpty() ? Status.NO_NATIVES : Status.PRESENT;
        for (String library : own.keySet()) {
            Status status = status(platform, own.get(library));
            if (status.isFinding()) {
                Status together = status(platform, all.get(library));
                status = together == Status.PRESENT ? Status.SIBLING : together;
            }
            if (status.isFinding()) {
                details.add(new Detail(library, platform, status, paths(all.get(library), platform, status)));
            }
            worst = status.compareTo(worst) > 0 ? status : worst;
        }
        boolean hasSome = all.values().stream().flatMap(List::stream).anyMatch(entry -> Machines.fits(entry, platform));
        return worst == Status.MISSING && hasSome ? Status.PARTIAL : worst;
    }

    private Status status(Platform platform, List<NativeEntry> entries) {
        List<NativeEntry> fitting =
                entries.stream().filter(entry -> Machines.fits(entry, platform)).toList();
        if (fitting.isEmpty()) {
            return Status.MISSING;
        }
        return fitting.stream().anyMatch(this::runsWithLibc) ? Status.PRESENT : Status.OTHER_LIBC;
    }

    private boolean runsWithLibc(NativeEntry entry) {
        Elf.Libc other =
                switch (libc) {
                    case GLIBC -> Elf.Libc.MUSL;
                    case MUSL -> Elf.Libc.GLIBC;
                    default -> null;
                };
        return other == null || Machines.libc(entry) != other;
    }

    private static List<String> paths(List<NativeEntry> entries, Platform platform, Status status) {
        return entries.stream()
                .filter(entry -> status == Status.MISSING || Machines.fits(entry, platform))
                .map(NativeEntry::path)
                .toList();
    }

    /** Libraries for Linux by name. */
    private Map<String, List<NativeEntry>> libraries(List<Jar> jars) {
        Map<String, List<NativeEntry>> libraries = new TreeMap<>();
        for (Jar jar : jars) {
            for (NativeEntry entry : jar.natives()) {
                if (Machines.isLinux(entry)) {
                    libraries
                            .computeIfAbsent(
                                    names.computeIfAbsent(entry.path(), PlatformWords::libraryName),
                                    name -> new ArrayList<>())
                            .add(entry);
                }
            }
        }
        return libraries;
    }
}
