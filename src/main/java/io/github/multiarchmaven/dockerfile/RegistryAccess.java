package io.github.multiarchmaven.dockerfile;

import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How registries are reached, in the words that all goals share. Hosts are {@code host} or {@code host:port}.
 *
 * @param caCertificates PEM files of authorities, or folders of them ({@code *.crt}, {@code *.pem}, {@code *.cer})
 * @param plainHttpHosts spoken to in plain HTTP
 * @param insecureHosts whose certificates are not checked
 * @param tlsHosts on this machine ({@code localhost}, {@code 127.0.0.1}), and spoken to by TLS all the same
 * @param mirrors by registry: {@code host[:port][/path]}, in the order they are tried
 */
public record RegistryAccess(
        List<Path> caCertificates,
        Set<String> plainHttpHosts,
        Set<String> insecureHosts,
        Set<String> tlsHosts,
        Map<String, List<String>> mirrors) {
    private static final Pattern LOOPBACK = Pattern.compile("(?:localhost|127\\.[0-9.]+|\\[::1])(?::\\d+)?");

    public RegistryAccess {
        caCertificates = List.copyOf(caCertificates);
        plainHttpHosts = Set.copyOf(plainHttpHosts);
        insecureHosts = Set.copyOf(insecureHosts);
        tlsHosts = Set.copyOf(tlsHosts);
        mirrors = Map.copyOf(mirrors);
    }

    /** Nothing but what the engine knows by itself. */
    public static RegistryAccess defaults() {
        return new RegistryAccess(List.of(), Set.of(), Set.of(), Set.of(), Map.of());
    }

    /**
     * The certificate files, those of folders by name.
     *
     * @throws InvalidInputException when one is not there
     */
    List<Path> certificateFiles() {
        List<Path> files = new ArrayList<>();
        for (Path path : caCertificates) {
            if (Files.isDirectory(path)) {
                Set<Path> sorted = new TreeSet<>();
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "*.{crt,pem,cer}")) {
                    entries.forEach(sorted::add);
                } catch (IOException e) {
                    throw new ImageException(false, "Reading the folder of certificates " + path + ": " + e + ".", e);
                }
                files.addAll(sorted);
            } else if (Files.isReadable(path)) {
                files.add(path);
            } else {
                throw new InvalidInputException(
                        "The parameter caCertificates names " + path + ", which is not a readable file.");
            }
        }
        return files;
    }

    /** Of these hosts and those of the configuration, each with what is special about it. */
    Map<String, Host> hosts(Set<String> used) {
        Set<String> names = new TreeSet<>(used);
        names.addAll(plainHttpHosts);
        names.addAll(insecureHosts);
        mirrors.forEach((registry, places) -> {
            names.add(registry);
            places.forEach(place -> names.add(place.split("/", 2)[0]));
        });
        Map<String, Host> hosts = new TreeMap<>();
        for (String name : names) {
            hosts.put(
                    name,
                    new Host(
                            mirrors.getOrDefault(name, List.of()),
                            names(plainHttpHosts, name),
                            names(insecureHosts, name),
                            LOOPBACK.matcher(name).matches(),
                            names(tlsHosts, name)));
        }
        return hosts;
    }

    /** A host without a port stands for all its ports. */
    private static boolean names(Set<String> hosts, String host) {
        return hosts.contains(host) || hosts.contains(host.replaceFirst(":\\d+$", ""));
    }

    /**
     * What is special about one registry.
     *
     * @param plainHttp by name; one on this machine is too, unless {@code tls}
     * @param loopback whether it is on this machine
     * @param tls by name
     */
    record Host(List<String> mirrors, boolean plainHttp, boolean insecure, boolean loopback, boolean tls) {}
}
