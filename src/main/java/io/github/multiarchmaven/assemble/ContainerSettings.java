package io.github.multiarchmaven.assemble;

import com.google.cloud.tools.jib.api.Ports;
import com.google.cloud.tools.jib.api.buildplan.Port;
import io.github.multiarchmaven.image.InvalidInputException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How the container is run and described; everything here is laid over what the base image says.
 *
 * @param entrypoint null to inherit the base's
 * @param cmd arguments; null to inherit the base's, which happens only when the entrypoint is inherited as well
 * @param environment added to the base's, replacing variables of the same name; a null value counts as empty
 * @param ports {@code 8080}, {@code 9000-9003}, each with {@code /tcp} (the default) or {@code /udp}; kept here one by one as
 *     {@code 8080/tcp}
 * @param volumes absolute paths in the image
 * @param labels added to the base's; a null value counts as empty
 * @param user {@code user[:group]}; null to inherit
 * @param workingDirectory absolute; null to inherit
 * @param creationTime of the image and our history entries; null for the epoch, which keeps builds reproducible
 * @param annotations of each platform's manifest, beside those that name the base
 */
public record ContainerSettings(
        List<String> entrypoint,
        List<String> cmd,
        Map<String, String> environment,
        List<String> ports,
        List<String> volumes,
        Map<String, String> labels,
        String user,
        String workingDirectory,
        Instant creationTime,
        Map<String, String> annotations) {

    /** @throws InvalidInputException for a malformed port, path or variable name; the sentence names the parameter */
    public ContainerSettings {
        entrypoint = entrypoint == null ? null : List.copyOf(entrypoint);
        cmd = cmd == null ? null : List.copyOf(cmd);
        environment = copy(environment);
        labels = copy(labels);
        annotations = copy(annotations);
        ports = expand(ports == null ? List.of() : ports);
        volumes = volumes == null ? List.of() : List.copyOf(volumes);
        creationTime = creationTime == null ? Instant.EPOCH : creationTime;
        for (String name : environment.keySet()) {
            if (name.isEmpty() || name.indexOf('=') >= 0) {
                throw new InvalidInputException("The variable name '" + name
                        + "' in <environment> is empty or has a '='. Choose another name.");
            }
        }
        volumes.forEach(volume -> requireAbsolute(volume, "volumes"));
        if (workingDirectory != null) {
            requireAbsolute(workingDirectory, "workingDirectory");
        }
    }

    /** Everything inherited. */
    public static ContainerSettings inherited() {
        return new ContainerSettings(null, null, null, null, null, null, null, null, null, null);
    }

    private static Map<String, String> copy(Map<String, String> map) {
        Map<String, String> copy = new LinkedHashMap<>();
        if (map != null) {
            // Maven gives null for an empty element.
            map.forEach((key, value) -> copy.put(key, value == null ? "" : value));
        }
        return Collections.unmodifiableMap(copy);
    }

    private static List<String> expand(List<String> ports) {
        TreeSet<String> expanded = new TreeSet<>();
        try {
            for (Port port : Ports.parse(ports)) {
                expanded.add(port.toString());
            }
        } catch (NumberFormatException e) {
            throw new InvalidInputException(
                    "Malformed value in <ports>, one of " + ports
                            + ": expected a number from 1 to 65535 or a range, for example 8080, 9000-9003 or 53/udp.",
                    e);
        }
        return List.copyOf(expanded);
    }

    private static void requireAbsolute(String path, String parameter) {
        if (!path.startsWith("/")) {
            throw new InvalidInputException("The path '" + path + "' in <" + parameter
                    + "> is not absolute. Write it with a leading '/', as it is in the image.");
        }
    }
}
