package io.github.multiarchmaven.testbed;

import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Fetches Debian packages with all they depend on, for any architecture, and unpacks them into a folder.
 *
 * <p>Needs {@code apt-get} and {@code dpkg-deb}, no root rights, and changes nothing on the machine: apt gets a state of
 * its own in which nothing is installed. Sources, keyrings and proxies are the machine's (apt.conf(5), sources.list(5)).
 * Package files are kept in {@code target/testbed/apt-ARCH/archives} (of another release: {@code apt-ARCH-RELEASE}) and verified by apt.
 */
public final class DebianPackages {
    private static final Map<String, String> ARCHITECTURES = Map.of(
            "amd64", "amd64",
            "arm64", "arm64",
            "armv7", "armhf",
            "386", "i386",
            "ppc64le", "ppc64el",
            "s390x", "s390x");

    // Of the releases so far the only one with oras and cosign, and with a dockerd that can keep an index.
    private static final String NEXT = "trixie";

    private final TestbedFolder testbed;
    private final String architecture;
    private final String suite;
    private final String name;
    private final Path state;

    private DebianPackages(TestbedFolder testbed, String architecture, String suite) {
        this.testbed = testbed;
        this.architecture = architecture;
        this.suite = suite;
        this.name = architecture + (suite == null ? "" : "-" + suite);
        this.state = testbed.root().resolve("apt-" + name);
    }

    public static DebianPackages of(TestbedFolder testbed, Platform platform) throws Unavailable {
        String architecture = ARCHITECTURES.get(platform.archTag());
        if (architecture == null || !platform.os().equals("linux")) {
            throw new Unavailable("Debian has no packages for " + platform + ".");
        }
        return new DebianPackages(testbed, architecture, null);
    }

    /** For programs that run here. */
    public static DebianPackages ofHost(TestbedFolder testbed) throws Unavailable {
        return of(testbed, host());
    }

    /** For programs that run here though the machine's own release may lack them: see {@link #inSuite}. */
    public static DebianPackages ofHostNext(TestbedFolder testbed) throws Unavailable {
        return ofHost(testbed).inSuite(NEXT);
    }

    /**
     * The packages of another release of Debian than the machine's own, from the same sources; they get a state of their
     * own. Of the machine's own release they are the same packages.
     *
     * <p>Only static programs and those that need no newer C library run here: see {@link #unpackOnly}.
     *
     * @param release its name, {@code trixie}
     */
    public DebianPackages inSuite(String release) {
        return new DebianPackages(testbed, architecture, release);
    }

    /** The platform this JVM runs on. */
    public static Platform host() {
        String os = System.getProperty("os.name").startsWith("Linux") ? "linux" : "other";
        return new Platform(os, System.getProperty("os.arch"), "", "");
    }

    /** Debian's name: {@code amd64}, {@code arm64}, {@code armhf}. */
    public String architecture() {
        return architecture;
    }

    /**
     * The package files of the named packages and of everything they depend on, in order of their file names.
     *
     * @throws Unavailable without apt, and when a package is neither here already nor to be had
     */
    public List<Path> fetch(String... names) throws Unavailable {
        return fetch(true, names);
    }

    private List<Path> fetch(boolean dependencies, String... names) throws Unavailable {
        String[] sorted = names.clone();
        Arrays.sort(sorted);
        String set = String.join(" ", sorted);
        String key = key(set);
        try (TestbedFolder.Lock lock = testbed.lock("apt-" + name)) {
            Path list = state.resolve(dependencies ? "fetched" : "fetched-only").resolve(key);
            if (!Files.exists(list) || !files(list).stream().allMatch(Files::exists)) {
                write(list, download(dependencies, sorted));
            }
            return files(list);
        } catch (IOException e) {
            throw new UncheckedIOException("Fetching " + set + " for " + architecture + ": " + e.getMessage(), e);
        }
    }

    /**
     * Those of the named packages that can be had, in the order of their naming: Debian's releases differ in them.
     *
     * @return at least one
     * @throws Unavailable without apt, and when none can be had; that is not remembered, as the network may come back
     */
    public List<String> available(String... names) throws Unavailable {
        String set = String.join(" ", names);
        try (TestbedFolder.Lock lock = testbed.lock("apt-" + name)) {
            Path list = state.resolve("available").resolve(key(set));
            if (!Files.exists(list)) {
                Path configuration = configure();
                boolean outdated = Files.exists(updated());
                String said = outdated ? "" : update(configuration);
                List<String> found = installable(configuration, names);
                if (found.isEmpty() && outdated) {
                    said = update(configuration);
                    found = installable(configuration, names);
                }
                if (found.isEmpty()) {
                    said += install(configuration, List.of("--print-uris"))
                            .with(names)
                            .run()
                            .errors();
                    throw notToBeHad(said, names);
                }
                write(list, found);
            }
            return Files.readAllLines(list);
        } catch (IOException e) {
            throw new UncheckedIOException("Looking for " + set + " for " + architecture + ": " + e.getMessage(), e);
        }
    }

    /** What the sources have for this architecture, a paragraph for each package and version, as in Debian's {@code Packages} files. */
    public String records() throws Unavailable {
        try (TestbedFolder.Lock lock = testbed.lock("apt-" + name)) {
            Path configuration = configure();
            String said = Files.exists(updated()) ? "" : update(configuration);
            String records = Command.of("apt-cache", "-c", configuration.toString(), "dumpavail")
                    .output();
            if (records.isBlank()) {
                throw notToBeHad(said, "(all)");
            }
            return records;
        } catch (IOException e) {
            throw new UncheckedIOException("Listing packages for " + architecture + ": " + e.getMessage(), e);
        }
    }

    /** A folder with the named packages and everything they depend on unpacked; no maintainer script has run. */
    public UnpackedPackages unpack(String... names) throws Unavailable {
        return unpack(String.join("+", names) + "-" + name, fetch(names));
    }

    /**
     * A folder with the named packages alone: for programs of another release that need nothing or can do with the
     * machine's own C library, for which the other release's would be too new.
     */
    public UnpackedPackages unpackOnly(String... names) throws Unavailable {
        return unpack(String.join("+", names) + "-only-" + name, fetch(false, names));
    }

    private UnpackedPackages unpack(String entry, List<Path> files) throws Unavailable {
        String recipe = String.join(
                "\n", files.stream().map(f -> f.getFileName().toString()).toList());
        Path folder = testbed.entry(entry, recipe, into -> {
            for (Path file : files) {
                Command.of("dpkg-deb", "-x", file.toString(), into.toString()).output();
            }
        });
        return new UnpackedPackages(folder);
    }

    private static String key(String names) {
        return Digest.ofBytes(names.getBytes(StandardCharsets.UTF_8)).shortHex();
    }

    private static void write(Path list, List<String> lines) throws IOException {
        Files.createDirectories(list.getParent());
        Path unfinished = list.resolveSibling(list.getFileName() + ".part");
        Files.write(unfinished, lines);
        Files.move(unfinished, list, StandardCopyOption.ATOMIC_MOVE);
    }

    private List<Path> files(Path list) throws IOException {
        return Files.readAllLines(list).stream().map(archives()::resolve).toList();
    }

    private Path archives() {
        return state.resolve("archives");
    }

    private List<String> download(boolean dependencies, String... names) throws IOException, Unavailable {
        Path configuration = configure();
        String first = "";
        // The lists of an earlier run may name versions that are gone by now: then they are fetched anew, once.
        for (boolean fresh : new boolean[] {!Files.exists(updated()), true}) {
            if (fresh) {
                first = update(configuration);
            }
            Command fetching = dependencies
                    ? install(configuration, List.of("--download-only"))
                    : apt(configuration, "download").in(archives());
            Command.Result result = fetching.with(names).run();
            if (result.exit() == 0) {
                return dependencies
                        ? closure(configuration, names)
                        : printed(apt(configuration, "download", "--print-uris").with(names));
            }
            first += result.errors();
        }
        throw notToBeHad(first, names);
    }

    private Unavailable notToBeHad(String said, String... names) {
        String reason =
                said.strip().lines().limit(6).reduce("", (a, b) -> a + " " + b).strip();
        return new Unavailable("Debian's packages " + String.join(", ", names) + " for " + architecture + " "
                + (suite == null ? "" : " of " + suite) + " could not be fetched; apt-get said: " + reason);
    }

    // One source that fails is no reason to stop: the packages may all be in the others.
    private String update(Path configuration) throws IOException {
        Command.Result update = apt(configuration, "update").run();
        Files.writeString(updated(), "");
        return update.errors();
    }

    private Path updated() {
        return state.resolve("updated");
    }

    private List<String> installable(Path configuration, String... names) {
        return Arrays.stream(names)
                .filter(name -> install(configuration, List.of("--print-uris", name))
                                .run()
                                .exit()
                        == 0)
                .toList();
    }

    // With an empty archive folder every file is still "to be fetched", so apt prints all of them: 'URI' file size
    // hash.
    private List<String> closure(Path configuration, String... names) throws IOException {
        Path nothing =
                Files.createDirectories(state.resolve("no-archives/partial")).getParent();
        List<String> printing = new ArrayList<>(List.of("--print-uris", "-o", "Dir::Cache::archives=" + nothing));
        printing.addAll(List.of(names));
        return printed(install(configuration, printing));
    }

    private static List<String> printed(Command command) {
        return command.output()
                .lines()
                .filter(line -> line.startsWith("'"))
                .map(line -> line.split(" ")[1])
                .sorted()
                .toList();
    }

    private Command install(Path configuration, List<String> arguments) {
        return apt(configuration, "-y", "--no-install-recommends", "install").with(arguments);
    }

    private static Command apt(Path configuration, String... arguments) {
        return Command.of("apt-get", "-qq", "-c", configuration.toString())
                .with(arguments)
                .withEnvironment(Map.of("LC_ALL", "C", "DEBIAN_FRONTEND", "noninteractive"));
    }

    private Path configure() throws IOException, Unavailable {
        for (String tool : List.of("apt-get", "dpkg-deb")) {
            if (UnpackedPackages.find(tool).isEmpty()) {
                throw new Unavailable(
                        "The test bed takes its real parts from Debian's packages, and this machine has no " + tool
                                + ".");
            }
        }
        // A source that is no longer the machine's must not stay.
        TestbedFolder.delete(state.resolve("sources"));
        for (String folder : List.of("lists/partial", "archives/partial", "sources")) {
            Files.createDirectories(state.resolve(folder));
        }
        AptSources.copyDebians(state.resolve("sources"), suite);
        Path status = state.resolve("status");
        Files.writeString(status, "");
        Path configuration = state.resolve("apt.conf");
        Files.writeString(
                configuration,
                """
                APT::Architecture "%1$s";
                #clear APT::Architectures;
                APT::Architectures { "%1$s"; };
                Dir::State "%2$s";
                Dir::State::lists "%2$s/lists";
                Dir::State::status "%2$s/status";
                Dir::Cache "%2$s";
                Dir::Cache::archives "%2$s/archives";
                Dir::Etc::sourcelist "/dev/null";
                Dir::Etc::sourceparts "%2$s/sources";
                Debug::NoLocking "true";
                // Downloads are not handed to the user _apt, who may not write here.
                APT::Sandbox::User "";
                Acquire::Languages "none";
                Acquire::Retries "2";
                Acquire::http::Timeout "20";
                Acquire::https::Timeout "20";
                // The machine's hooks are about the machine's own packages; some delete archives.
                #clear APT::Update::Pre-Invoke;
                #clear APT::Update::Post-Invoke;
                #clear APT::Update::Post-Invoke-Success;
                #clear DPkg::Pre-Install-Pkgs;
                #clear DPkg::Pre-Invoke;
                #clear DPkg::Post-Invoke;
                """
                        .formatted(architecture, state));
        return configuration;
    }
}
