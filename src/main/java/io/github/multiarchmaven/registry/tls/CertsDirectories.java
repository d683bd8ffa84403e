package io.github.multiarchmaven.registry.tls;

import io.github.multiarchmaven.image.InvalidInputException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Docker's {@code certs.d} (its documentation, "Verify repository client with certificates"): one folder a registry. */
final class CertsDirectories {
    private final List<Path> roots;

    CertsDirectories(List<Path> roots) {
        this.roots = roots;
    }

    /** What the folders of a host hold, and caCertificates' folders alike. */
    record Content(List<Path> authorities, List<ClientCertificate> clientCertificates) {}

    /** The folders that are there for any of the names. */
    List<Path> of(List<String> names) {
        List<Path> folders = new ArrayList<>();
        for (Path root : roots) {
            for (String name : names) {
                // Docker on Windows leaves out the colon, which cannot stand in a name there.
                boolean windows = root.getFileSystem().getSeparator().equals("\\");
                Path folder = root.resolve(windows ? name.replace(":", "") : name);
                if (Files.isDirectory(folder)) {
                    folders.add(folder);
                }
            }
        }
        return folders;
    }

    Content content(List<String> names) {
        List<Path> authorities = new ArrayList<>();
        List<ClientCertificate> clients = new ArrayList<>();
        for (Path folder : of(names)) {
            for (Path file : files(folder, "*.{crt,cert,key}")) {
                String name = file.getFileName().toString();
                if (name.endsWith(".crt")) {
                    authorities.add(file);
                } else if (name.endsWith(".cert")) {
                    clients.add(new ClientCertificate(file, partner(file, ".cert", ".key")));
                } else {
                    partner(file, ".key", ".cert");
                }
            }
        }
        return new Content(authorities, clients);
    }

    private static Path partner(Path file, String suffix, String other) {
        String name = file.getFileName().toString();
        Path partner = file.resolveSibling(name.substring(0, name.length() - suffix.length()) + other);
        if (!Files.exists(partner)) {
            throw new InvalidInputException(
                    "Reading the certificates of " + file.getParent() + ": " + name + " is there, but not "
                            + partner.getFileName()
                            + ". A client certificate is a NAME.cert with a NAME.key; an authority's certificate ends in .crt.");
        }
        return partner;
    }

    /** In the order of their names, so that it is the same everywhere. */
    static List<Path> files(Path folder, String glob) {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, glob)) {
            entries.forEach(files::add);
        } catch (NotDirectoryException e) {
            return List.of(folder);
        } catch (IOException e) {
            throw new InvalidInputException("Reading certificates from " + folder + " failed ("
                    + e.getClass().getSimpleName() + "). Check the path, and that the folder may be read.");
        }
        files.sort(null);
        return files;
    }
}
