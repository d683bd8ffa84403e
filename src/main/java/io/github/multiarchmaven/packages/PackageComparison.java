package io.github.multiarchmaven.packages;

import io.github.multiarchmaven.image.Platform;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tells in what the installed packages of an image's platforms differ, and why.
 *
 * <p>A package is known by its name. Words for the architecture in names stand for each other ({@code binutils-x86-64-linux-gnu} is
 * {@code binutils-aarch64-linux-gnu}), architectures of packages are not compared as long as they are the platform's own. A package
 * may be there in several versions, as kernels are; then all of them are compared.
 */
public final class PackageComparison {
    static final Comparator<Platform> BY_NAME = Comparator.comparing(Platform::toString);

    // Debian's binary-only uploads: same source, built again for one architecture (Debian Policy, 5.6.12).
    private static final Pattern REBUILD = Pattern.compile("\\+b[0-9]+$");

    private final List<ExpectedDifference> expected;

    /** With what is known of distributions. */
    public PackageComparison() {
        this(ExpectedDifference.defaults());
    }

    /** @param expected the first that matches gives the reason; {@link ExpectedDifference#defaults} are only in it when given */
    public PackageComparison(List<ExpectedDifference> expected) {
        this.expected = List.copyOf(expected);
    }

    /** What one name stands for on the platforms. */
    private static final class Entry {
        final SortedMap<Platform, SortedSet<String>> versions = new TreeMap<>(BY_NAME);
        final SortedMap<Platform, SortedSet<String>> names = new TreeMap<>(BY_NAME);
        final SortedSet<Platform> alone = new TreeSet<>(BY_NAME);
        String foreign = "";
    }

    /**
     * The differences by name; none for a single platform but foreign packages.
     *
     * @param installed platforms without any package database are to be left out by the caller: they would lack everything
     */
    public List<Difference> differences(Map<Platform, List<InstalledPackage>> installed) {
        SortedMap<String, Entry> entries = new TreeMap<>();
        installed.forEach((platform, packages) -> collect(platform, packages, entries));
        SortedSet<Platform> platforms = new TreeSet<>(BY_NAME);
        platforms.addAll(installed.keySet());
        List<Difference> differences = new ArrayList<>();
        entries.forEach((key, entry) -> difference(key, entry, platforms).ifPresent(differences::add));
        return List.copyOf(differences);
    }

    private static void collect(Platform platform, List<InstalledPackage> packages, Map<String, Entry> entries) {
        Set<String> own = packages.stream()
                .filter(p -> ArchitectureWords.fits(p.architecture(), platform))
                .map(InstalledPackage::name)
                .collect(Collectors.toSet());
        for (InstalledPackage installed : packages) {
            boolean foreign = !ArchitectureWords.fits(installed.architecture(), platform);
            String key = foreign
                    ? installed.name() + ":" + installed.architecture()
                    : ArchitectureWords.neutral(installed.name(), platform);
            Entry entry = entries.computeIfAbsent(key, k -> new Entry());
            entry.versions.computeIfAbsent(platform, p -> new TreeSet<>()).add(installed.version());
            entry.names.computeIfAbsent(platform, p -> new TreeSet<>()).add(installed.name());
            if (foreign) {
                entry.foreign = installed.architecture();
                if (!own.contains(installed.name())) {
                    entry.alone.add(platform);
                }
            }
        }
    }

    private Optional<Difference> difference(String key, Entry entry, SortedSet<Platform> platforms) {
        boolean everywhere = entry.versions.keySet().containsAll(platforms);
        if (!entry.alone.isEmpty()) {
            return Optional.of(foreign(key, entry));
        }
        if (!everywhere) {
            return Optional.of(entry.foreign.isEmpty() ? missing(key, entry, platforms) : multiarch(key, entry));
        }
        return entry.versions.values().stream().distinct().count() > 1
                ? Optional.of(versions(key, entry))
                : Optional.empty();
    }

    private static Difference foreign(String key, Entry entry) {
        return of(
                key,
                entry,
                Difference.Kind.FOREIGN,
                name(entry) + " is installed for " + entry.foreign + " only on " + join(entry.alone)
                        + ", which is another architecture: programs of it do not run there.");
    }

    private static Difference multiarch(String key, Entry entry) {
        return of(
                key,
                entry,
                Difference.Kind.MULTIARCH,
                name(entry) + " is installed for " + entry.foreign
                        + " as well as for the platform's own architecture on " + join(entry.versions.keySet())
                        + " only.");
    }

    private Difference missing(String key, Entry entry, SortedSet<Platform> platforms) {
        SortedSet<Platform> without = new TreeSet<>(BY_NAME);
        without.addAll(platforms);
        without.removeAll(entry.versions.keySet());
        String fact = name(entry) + " is only on " + join(entry.versions.keySet()) + ", not on " + join(without);
        return reason(entry)
                .map(reason -> of(key, entry, Difference.Kind.ARCHITECTURE, fact + ". Expected: " + reason + "."))
                .orElseGet(() -> of(key, entry, Difference.Kind.MISSING, fact + "."));
    }

    private Difference versions(String key, Entry entry) {
        long sources = entry.versions.values().stream()
                .map(versions -> versions.stream()
                        .map(version -> REBUILD.matcher(version).replaceFirst(""))
                        .collect(Collectors.toCollection(TreeSet::new)))
                .distinct()
                .count();
        String fact = name(entry) + " has "
                + entry.versions.entrySet().stream()
                        .map(e -> "version " + String.join(", ", e.getValue()) + " on " + e.getKey())
                        .collect(Collectors.joining(" and "));
        if (sources == 1) {
            return of(
                    key,
                    entry,
                    Difference.Kind.REBUILD,
                    fact
                            + ". These are builds of the same source: '+b' and a number count how often an architecture was built again.");
        }
        return of(
                key,
                entry,
                Difference.Kind.VERSION,
                fact + ". The platforms were probably built at different times, or from different package sources.");
    }

    private Optional<String> reason(Entry entry) {
        Set<String> names = entry.names.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
        return expected.stream()
                .filter(e ->
                        names.stream().allMatch(name -> e.names().matcher(name).matches()))
                .map(ExpectedDifference::reason)
                .findFirst();
    }

    private static Difference of(String key, Entry entry, Difference.Kind kind, String explanation) {
        Map<Platform, String> versions = new TreeMap<>(BY_NAME);
        entry.versions.forEach((platform, all) -> versions.put(platform, String.join(", ", all)));
        return new Difference(key, kind, versions, explanation);
    }

    private static String name(Entry entry) {
        return entry.names.values().stream().flatMap(Set::stream).distinct().collect(Collectors.joining(" or "));
    }

    private static String join(Set<Platform> platforms) {
        return platforms.stream().map(Platform::toString).collect(Collectors.joining(" and "));
    }
}
