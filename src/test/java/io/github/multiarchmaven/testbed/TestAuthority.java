package io.github.multiarchmaven.testbed;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority for tests: the JDK reads certificates and makes none, and its keytool takes a second for each. */
public final class TestAuthority {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] SHA256_WITH_ECDSA = sequence(oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

    private final String name;
    private final KeyPair keys;
    private final X509Certificate certificate;

    private TestAuthority(String name, KeyPair keys, X509Certificate certificate) {
        this.name = name;
        this.keys = keys;
        this.certificate = certificate;
    }

    /** A certificate and its key. */
    public record Issued(X509Certificate certificate, PrivateKey key) {
        public String certificatePem() {
            return pem("CERTIFICATE", encoded(certificate));
        }

        /** PKCS#8. */
        public String keyPem() {
            return pem("PRIVATE KEY", key.getEncoded());
        }

        /** The key alone, as PKCS#1 for RSA and SEC 1 for EC: the octets that PKCS#8 wraps (RFC 5208, section 5). */
        public String bareKeyPem() {
            String label = key.getAlgorithm().equals("RSA") ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
            return pem(label, unwrapped(key.getEncoded()));
        }

        /**
         * For a server with this certificate.
         *
         * @param clients whose certificates clients have to show; null when none has to
         */
        public SSLContext serving(TestAuthority clients) {
            return context(this, clients == null ? certificate : clients.certificate);
        }

        /** Writes both, and gives the folder. */
        public Path write(Path folder, String certificateFile, String keyFile) {
            try {
                Files.createDirectories(folder);
                Files.writeString(folder.resolve(certificateFile), certificatePem());
                Files.writeString(folder.resolve(keyFile), keyPem());
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** @param name its common name */
    public static TestAuthority named(String name) {
        KeyPair keys = newKeys("EC");
        byte[] certificate = certificate(
                name,
                keys,
                name,
                keys,
                Instant.now().minus(Duration.ofDays(2)),
                Instant.now().plus(Duration.ofDays(2)),
                // basicConstraints, critical: an authority.
                sequence(oid(0x55, 0x1d, 0x13), der(0x01, (byte) 0xff), der(0x04, sequence(der(0x01, (byte) 0xff)))));
        return new TestAuthority(name, keys, parsed(certificate));
    }

    public String pem() {
        return pem("CERTIFICATE", encoded(certificate));
    }

    /** Writes its certificate. */
    public Path write(Path file) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, pem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * For a client that trusts this authority.
     *
     * @param own issues the certificate that it shows; null for none
     */
    public SSLContext trusted(TestAuthority own) {
        return context(own == null ? null : own.issue("testbed"), certificate);
    }

    private static SSLContext context(Issued own, X509Certificate trusted) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            if (own != null) {
                store.setKeyEntry("own", own.key(), new char[0], new X509Certificate[] {own.certificate()});
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            authorities.setCertificateEntry("trusted", trusted);
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(authorities);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate that is good today, with an EC key. */
    public Issued issue(String... names) {
        return issue(
                "EC", Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(1)), names);
    }

    /**
     * @param algorithm {@code EC} or {@code RSA}
     * @param names host names and IPv4 addresses; the first is the common name as well
     */
    public Issued issue(String algorithm, Instant begin, Instant end, String... names) {
        KeyPair subject = newKeys(algorithm);
        List<byte[]> alternatives = new ArrayList<>();
        for (String alternative : names) {
            alternatives.add(
                    alternative.matches("[0-9.]+")
                            ? der(0x87, address(alternative))
                            : der(0x82, alternative.getBytes(StandardCharsets.US_ASCII)));
        }
        byte[] extension = sequence(oid(0x55, 0x1d, 0x11), der(0x04, sequence(alternatives.toArray(byte[][]::new))));
        return new Issued(
                parsed(certificate(name, keys, names[0], subject, begin, end, extension)), subject.getPrivate());
    }

    private static KeyPair newKeys(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** RFC 5280, section 4.1. */
    private static byte[] certificate(
            String issuer, KeyPair signer, String subject, KeyPair keys, Instant begin, Instant end, byte[] extension) {
        byte[] content = sequence(
                der(0xa0, der(0x02, (byte) 2)),
                der(0x02, BigInteger.valueOf(System.nanoTime()).toByteArray()),
                SHA256_WITH_ECDSA,
                commonName(issuer),
                sequence(time(begin), time(end)),
                commonName(subject),
                keys.getPublic().getEncoded(),
                der(0xa3, sequence(extension)));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(signer.getPrivate());
            signature.update(content);
            byte[] signed = signature.sign();
            byte[] bits = new byte[signed.length + 1];
            System.arraycopy(signed, 0, bits, 1, signed.length);
            return sequence(content, SHA256_WITH_ECDSA, der(0x03, bits));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static X509Certificate parsed(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /** The last of the three parts of a PKCS#8 structure, without its header. */
    private static byte[] unwrapped(byte[] pkcs8) {
        ByteArrayInputStream in = new ByteArrayInputStream(pkcs8);
        in.read();
        length(in);
        byte[] last = {};
        for (int part = 0; part < 3; part++) {
            in.read();
            last = new byte[length(in)];
            in.read(last, 0, last.length);
        }
        return last;
    }

    private static int length(ByteArrayInputStream in) {
        int first = in.read();
        int length = first < 0x80 ? first : 0;
        for (int i = 0; first >= 0x80 && i < (first & 0x7f); i++) {
            length = length << 8 | in.read();
        }
        return length;
    }

    private static byte[] address(String address) {
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] time(Instant instant) {
        return der(0x18, TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] commonName(String name) {
        byte[] text = der(0x0c, name.getBytes(StandardCharsets.UTF_8));
        return sequence(der(0x31, sequence(oid(0x55, 0x04, 0x03), text)));
    }

    private static byte[] oid(int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return der(0x06, content);
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return der(0x30, content.toByteArray());
    }

    private static byte[] der(int tag, byte... content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else if (content.length < 0x100) {
            out.write(0x81);
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
