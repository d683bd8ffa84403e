package io.github.multiarchmaven.check;

import io.github.multiarchmaven.contents.Elf;
import io.github.multiarchmaven.contents.FileFacts;
import io.github.multiarchmaven.contents.ImageContents.PlacedEntry;
import io.github.multiarchmaven.image.Platform;
import io.github.multiarchmaven.natives.JarVerdict;
import io.github.multiarchmaven.natives.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The configuration is of the platform that the index says, and every ELF file is of its machine, or has a sibling that is: the same
 * path but for the words of architectures. When most are of another machine, the image as a whole is labelled wrongly, which is one finding. Libraries in jars are for {@link NativesRule},
 * which knows more of them; where that one is off, a jar that has libraries for other machines only is found here.
 */
final class ArchitectureRule implements Rule {
    /** What is loaded into devices, and into machines that are emulated, is for their processors. */
    private static final Pattern DEVICES = Pattern.compile("(usr/)?lib/firmware/|usr/share/qemu/");

    @Override
    public RuleName name() {
        return RuleName.ARCHITECTURE;
    }

    @Override
    public List<Finding> look(CheckedImage image, CheckOptions options) {
        List<Finding> findings = new ArrayList<>();
        image.platforms().forEach(platform -> findings.addAll(look(platform)));
        if (options.severity(RuleName.NATIVES) == Severity.OFF) {
            findings.addAll(jars(image));
        }
        return findings;
    }

    private static List<Finding> jars(CheckedImage image) {
        List<Finding> findings = new ArrayList<>();
        for (JarVerdict verdict : ImageNatives.of(image)) {
            verdict.statuses().forEach((platform, status) -> {
                if (status == Status.MISSING) {
                    findings.add(finding(
                            platform,
                            Subject.jar(verdict.jar()),
                            "its native libraries are all for other machines",
                            verdict.remedy()));
                }
            });
        }
        return findings;
    }

    private record Executable(String path, int layer, Elf elf) {}

    private List<Finding> look(PlatformImage image) {
        Platform platform = image.platform();
        Platform configured = Platform.fromJson(image.config());
        if (!configured.os().equals(platform.os()) || !configured.architecture().equals(platform.architecture())) {
            return List.of(finding(
                    platform,
                    Subject.image(),
                    "its configuration says " + configured + ", and the index " + platform,
                    "It is pulled by what the index says: build it for this platform, or compose the index anew."));
        }
        List<Executable> all = executables(image);
        List<Executable> foreign = all.stream()
                .filter(file -> !Machines.fits(file.elf(), platform))
                .toList();
        if (foreign.isEmpty()) {
            return List.of();
        }
        Set<String> own = all.stream()
                .filter(file -> Machines.fits(file.elf(), platform))
                .map(file -> Machines.withoutWords(file.path()))
                .collect(Collectors.toSet());
        List<Executable> alone = foreign.stream()
                .filter(file -> !own.contains(Machines.withoutWords(file.path())))
                .toList();
        if (alone.size() > all.size() / 2) {
            return List.of(mislabelled(image, all, alone));
        }
        return alone.stream()
                .map(file -> finding(
                        platform,
                        Subject.path(file.path()),
                        "it is for " + Machines.name(file.elf()),
                        "Put in the file for " + platform.architecture() + "; layer " + layer(image, file.layer())
                                + " brings it."))
                .toList();
    }

    private static List<Executable> executables(PlatformImage image) {
        List<Executable> all = new ArrayList<>();
        for (PlacedEntry each : image.contents().telling()) {
            String path = each.entry().path();
            if (each.entry().facts() instanceof FileFacts.Executable executable
                    && executable.elf().system() == Elf.System.LINUX
                    && !DEVICES.matcher(path).lookingAt()) {
                all.add(new Executable(path, each.layer(), executable.elf()));
            }
        }
        return all;
    }

    private static Finding mislabelled(PlatformImage image, List<Executable> all, List<Executable> foreign) {
        Executable first = foreign.get(0);
        return finding(
                image.platform(),
                Subject.image(),
                foreign.size() + " of its " + all.size() + " programs and libraries are for "
                        + Machines.name(first.elf()) + ", the first is /" + first.path(),
                "The image, or its base, is labelled " + image.platform().architecture()
                        + " and is another's: build it for this platform, or promote the right base.");
    }

    private static String layer(PlatformImage image, int layer) {
        String command = Commands.shortened(image.command(layer));
        return (layer + 1) + (command.isEmpty() ? "" : " (" + command + ")");
    }

    private static Finding finding(Platform platform, Subject subject, String message, String remedy) {
        return new Finding(RuleName.ARCHITECTURE, Severity.ERROR, Optional.of(platform), subject, message, remedy);
    }
}
