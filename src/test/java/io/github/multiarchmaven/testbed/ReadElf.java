package io.github.multiarchmaven.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Binutils' {@code readelf}: the oracle of what is in ELF files. Of this machine, or of Debian's packages. */
public final class ReadElf {
    private final Command command;

    private ReadElf(Command command) {
        this.command = command.withEnvironment(Map.of("LC_ALL", "C"));
    }

    public static ReadElf get() throws Unavailable {
        Path installed = UnpackedPackages.find("readelf").orElse(null);
        if (installed != null) {
            return new ReadElf(Command.of(installed.toString()));
        }
        String prefix = DebianPackages.host().architecture().equals("arm64") ? "aarch64" : "x86_64";
        return new ReadElf(DebianPackages.ofHost(TestbedFolder.ofBuild())
                .unpack("binutils")
                .command("usr/bin/" + prefix + "-linux-gnu-readelf"));
    }

    /**
     * What {@code readelf} shows of one file.
     *
     * @param header by field, as {@code -h} shows it: {@code Machine}, {@code Class}, {@code Data}, {@code OS/ABI}, {@code Type}
     * @param needed libraries, of {@code -d}
     */
    public record Shown(Map<String, String> header, List<String> needed) {}

    /** What is shown of each ELF file in a jar (not of those in jars within it), by path; unpacked into an empty folder. */
    public Map<String, Shown> ofJar(Path jar, Path scratch) throws IOException {
        Map<String, String> paths = unpack(jar, scratch);
        Map<String, Shown> shown = new TreeMap<>();
        if (!paths.isEmpty()) {
            // Of several files it shows the name before each.
            String all = command.with("-W", "-h", "-d", "/dev/null")
                    .with(List.copyOf(paths.keySet()))
                    .run()
                    .output();
            for (String part : all.split("(?m)^File: ")) {
                String path = paths.get(part.lines().findFirst().orElse("").strip());
                if (path != null) {
                    shown.put(path, parse(part));
                }
            }
        }
        return shown;
    }

    public Shown ofFile(Path file) {
        return parse(command.with("-W", "-h", "-d", file.toString()).output());
    }

    private static Map<String, String> unpack(Path jar, Path scratch) throws IOException {
        Map<String, String> paths = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                try (InputStream in = zip.getInputStream(entry)) {
                    byte[] magic = in.readNBytes(4);
                    if (magic.length == 4 && magic[0] == 0x7f && new String(magic, 1, 3, "ASCII").equals("ELF")) {
                        // Names are numbers: those in a jar may lead out of the folder.
                        Path file = scratch.resolve(Integer.toString(paths.size()));
                        try (InputStream whole = zip.getInputStream(entry)) {
                            Files.copy(whole, file);
                        }
                        paths.put(file.toString(), entry.getName());
                    }
                }
            }
        }
        return paths;
    }

    private static Shown parse(String text) {
        Map<String, String> header = new LinkedHashMap<>();
        List<String> needed = new ArrayList<>();
        for (String line : text.lines().toList()) {
            int colon = line.indexOf(':');
            if (line.contains("(NEEDED)")) {
                needed.add(line.substring(line.indexOf('[') + 1, line.indexOf(']')));
            } else if (line.startsWith("  ") && colon > 0) {
                header.putIfAbsent(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        }
        return new Shown(header, needed);
    }
}
