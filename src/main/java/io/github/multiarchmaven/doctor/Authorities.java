package io.github.multiarchmaven.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Certificates of authorities out of PEM files, and which of them vouches for a server. What cannot be read has none. */
final class Authorities {
    private Authorities() {}

    /** Of files, and of folders' files {@code *.crt}, {@code *.pem} and {@code *.cer}: each certificate with its file. */
    static Map<X509Certificate, Path> in(List<Path> paths) {
        Map<X509Certificate, Path> all = new LinkedHashMap<>();
        for (Path path : paths) {
            for (Path file : files(path)) {
                in(file).forEach(certificate -> all.putIfAbsent(certificate, file));
            }
        }
        return all;
    }

    private static List<Path> files(Path path) {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path, "*.{crt,pem,cer}")) {
            entries.forEach(files::add);
        } catch (IOException | DirectoryIteratorException e) {
            return List.of();
        }
        files.sort(null);
        return files;
    }

    static Set<X509Certificate> in(Path file) {
        try (InputStream content = Files.newInputStream(file)) {
            return in(content);
        } catch (IOException e) {
            return Set.of();
        }
    }

    static Set<X509Certificate> in(byte[] pem) {
        return in(new ByteArrayInputStream(pem));
    }

    private static Set<X509Certificate> in(InputStream pem) {
        Map<X509Certificate, Boolean> all = new LinkedHashMap<>();
        try {
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                if (certificate instanceof X509Certificate x509) {
                    all.put(x509, true);
                }
            }
        } catch (CertificateException e) {
            return Set.of();
        }
        return all.keySet();
    }

    /** Whether the authority signed the last certificate that a server showed, or is one of them. */
    static boolean vouches(X509Certificate authority, List<X509Certificate> shown) {
        if (shown.contains(authority)) {
            return true;
        }
        X509Certificate last = shown.get(shown.size() - 1);
        if (!last.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
            return false;
        }
        try {
            last.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            // Another authority of the same name.
            return false;
        }
    }
}
