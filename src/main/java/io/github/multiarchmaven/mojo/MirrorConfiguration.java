package io.github.multiarchmaven.mojo;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.Mirrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code <mirror>}: the {@code <registry>} that is read ({@code docker.io} for Docker Hub) and the {@code <location>} that is
 * read instead, {@code host[:port][/path/prefix]}.
 */
public class MirrorConfiguration {
    private String registry;
    private String location;

    public MirrorConfiguration() {}

    MirrorConfiguration(String registry, String location) {
        this.registry = registry;
        this.location = location;
    }

    /**
     * All of them, in their order; those of the command line first.
     *
     * @param beans null for none
     * @param assignments each {@code registry=location}
     */
    static Mirrors of(List<MirrorConfiguration> beans, List<String> assignments) {
        List<MirrorConfiguration> all = new ArrayList<>();
        for (String assignment : assignments) {
            int equals = assignment.indexOf('=');
            if (equals < 0) {
                throw new InvalidInputException("The parameter mirrors (multiarch.mirrors) has '" + assignment
                        + "', which is no registry=location. Write docker.io=hub.example.com/docker-hub.");
            }
            all.add(new MirrorConfiguration(assignment.substring(0, equals), assignment.substring(equals + 1)));
        }
        all.addAll(beans == null ? List.of() : beans);
        Map<String, List<String>> byRegistry = new LinkedHashMap<>();
        for (MirrorConfiguration mirror : all) {
            byRegistry
                    .computeIfAbsent(required("registry", mirror.registry), registry -> new ArrayList<>())
                    .add(required("location", mirror.location));
        }
        return new Mirrors(byRegistry);
    }

    private static String required(String name, String value) {
        if (value == null || value.isBlank()) {
            throw new InvalidInputException("A <mirror> has no <" + name
                    + ">. Give the <registry> that is read and the <location> that is read instead.");
        }
        return value.strip();
    }
}
