package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The parameter {@code platforms}, and what a command line picks from it. */
final class WantedPlatforms {
    static final String PROPERTY = "multiarch.platforms";
    private static final String DEFAULT = "linux/amd64,linux/arm64";

    private WantedPlatforms() {}

    /**
     * The platforms to work on, in order, by the rule: command line, then POM list, then property, then default.
     *
     * @param configured null for none
     * @param commandLine names with commas; null for none
     * @param property the same
     */
    static Map<Platform, PlatformConfiguration> of(
            List<PlatformConfiguration> configured, String commandLine, String property) {
        Map<Platform, PlatformConfiguration> all = new LinkedHashMap<>();
        for (PlatformConfiguration each : configured == null ? List.<PlatformConfiguration>of() : configured) {
            if (all.put(named(each::platform), each) != null) {
                throw new InvalidInputException(
                        "The parameter platforms has " + each.platform() + " twice. Keep one of them.");
            }
        }
        if (commandLine == null && !all.isEmpty()) {
            return all;
        }
        String names = commandLine != null ? commandLine : property != null ? property : DEFAULT;
        Map<Platform, PlatformConfiguration> chosen = new LinkedHashMap<>();
        for (String name : AbstractRegistryMojo.commaList(names)) {
            Platform platform = named(() -> Platform.parse(name));
            chosen.put(platform, all.getOrDefault(platform, PlatformConfiguration.of(name)));
        }
        if (chosen.isEmpty()) {
            throw new InvalidInputException(
                    "The parameter platforms is empty. Name at least one, for example linux/arm64.");
        }
        return chosen;
    }

    private static Platform named(Supplier<Platform> parse) {
        try {
            return parse.get();
        } catch (InvalidInputException e) {
            throw new InvalidInputException("The parameter platforms: " + e.getMessage(), e);
        }
    }
}
