package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.image.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A repository that a build uses.
 *
 * @param reference with the tag that is read, if any
 * @param writes whether images are pushed to it
 * @param hostOnly whether only its registry is known: no right can be looked at then
 */
public record RegistryUse(Reference reference, boolean writes, boolean hostOnly) {
    private static final String ANY = "any/any";

    public static RegistryUse reads(Reference reference) {
        return new RegistryUse(reference, false, false);
    }

    public static RegistryUse writes(Reference reference) {
        return new RegistryUse(reference, true, false);
    }

    /**
     * A use as a user names it: a reference, which is then both read and written, or a registry alone.
     *
     * @throws InvalidInputException for what is neither
     */
    public static RegistryUse parse(String text) {
        String name = text.strip();
        // python:3.12 is an image of Docker Hub, no host with a port.
        String host = name.startsWith("[") ? name : name.replaceFirst(":.*", "");
        if (!name.contains("/") && Reference.hasRegistry(host + "/" + ANY)) {
            return new RegistryUse(Reference.parse(name + "/" + ANY), false, true);
        }
        return writes(Reference.parse(name));
    }

    /** For a table: {@code hub.example.com/team/app}, or the registry alone. */
    String subject() {
        return hostOnly ? reference.registry() : reference.name();
    }

    /**
     * Each repository that is written to once; of those that are only read, one for each registry: the rights to read differ
     * less.
     */
    public static List<RegistryUse> distinct(List<RegistryUse> all) {
        Map<String, RegistryUse> written = new LinkedHashMap<>();
        Map<String, RegistryUse> read = new LinkedHashMap<>();
        for (RegistryUse use : all) {
            if (use.writes()) {
                written.putIfAbsent(use.reference().name(), use);
            } else {
                read.putIfAbsent(use.reference().registry(), use);
            }
        }
        List<RegistryUse> distinct = new ArrayList<>(read.values());
        distinct.removeIf(use -> use.hostOnly()
                && written.values().stream()
                        .anyMatch(w ->
                                w.reference().registry().equals(use.reference().registry())));
        distinct.addAll(written.values());
        return List.copyOf(distinct);
    }
}
