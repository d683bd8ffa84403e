package io.github.multiarchmaven.registry.tls;

import io.github.multiarchmaven.image.InvalidInputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys in PEM (RFC 7468); text between the blocks is passed over. No message quotes a file's content. */
final class PemFile {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*(?:-(?!----)[^-]*)*)-----END \\1-----");

    private final Path file;
    private final byte[] bytes;

    private record Block(String label, String text) {}

    private PemFile(Path file, byte[] bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    static PemFile read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new InvalidInputException("Reading certificates from " + file + ": it is larger than 4 MiB.");
            }
            return new PemFile(file, bytes);
        } catch (IOException e) {
            throw new InvalidInputException("Reading certificates from " + file + " failed ("
                    + e.getClass().getSimpleName() + "). Check the path, and that the file may be read.");
        }
    }

    private List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(new String(bytes, StandardCharsets.ISO_8859_1));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    /** All certificates in their order, one or more. */
    List<X509Certificate> certificates() {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks()) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(decoded(block.text())));
            }
        }
        if (certificates.isEmpty()) {
            // Windows exports authorities as DER under the same ".crt" and ".cer".
            certificates.add(certificate(bytes));
        }
        return certificates;
    }

    private X509Certificate certificate(byte[] der) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new InvalidInputException("Reading certificates from " + file
                    + ": it holds no certificate in PEM. It has to begin with -----BEGIN CERTIFICATE-----.");
        }
    }

    /**
     * The private key.
     *
     * @param owner the certificate's key: it tells the algorithm, which PKCS#1 and SEC 1 leave out, and has to match
     */
    PrivateKey privateKey(PublicKey owner) {
        for (Block block : blocks()) {
            if (block.label().equals("ENCRYPTED PRIVATE KEY") || block.text().contains("ENCRYPTED")) {
                throw unusable("it is encrypted. Store it without a passphrase, readable by you only.");
            }
            if (block.label().endsWith("PRIVATE KEY")) {
                byte[] der = decoded(block.text());
                boolean wrapped = block.label().equals("PRIVATE KEY");
                return key(wrapped ? der : pkcs8(owner, der), owner);
            }
        }
        throw unusable("it holds no private key in PEM. It has to begin with -----BEGIN PRIVATE KEY-----.");
    }

    private PrivateKey key(byte[] pkcs8, PublicKey owner) {
        try {
            PrivateKey key =
                    KeyFactory.getInstance(owner.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (!matches(key, owner)) {
                throw unusable(
                        "the key does not belong to the certificate beside it. Give the two that were made together.");
            }
            return key;
        } catch (GeneralSecurityException e) {
            // Not the cause: it may describe the key.
            throw unusable("it is no " + owner.getAlgorithm()
                    + " key as the certificate beside it has. Give the two that were made together.");
        }
    }

    private static boolean matches(PrivateKey key, PublicKey owner) throws GeneralSecurityException {
        String algorithm =
                switch (owner.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> null;
                };
        if (algorithm == null) {
            return true;
        }
        byte[] probe = {1, 2, 3};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(probe);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(owner);
        verifying.update(probe);
        return verifying.verify(signing.sign());
    }

    /** PKCS#8 (RFC 5208) is version 0, the algorithm as the public key's own structure (RFC 5280, 4.1) begins with, the bare key. */
    private static byte[] pkcs8(PublicKey owner, byte[] bare) {
        byte[] info = owner.getEncoded();
        int algorithm = headerLength(info, 0);
        int end = algorithm + headerLength(info, algorithm) + contentLength(info, algorithm);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(new byte[] {0x02, 1, 0});
        content.write(info, algorithm, end - algorithm);
        content.writeBytes(der(0x04, bare));
        return der(0x30, content.toByteArray());
    }

    private static int headerLength(byte[] der, int at) {
        return der[at + 1] >= 0 ? 2 : 2 + (der[at + 1] & 0x7f);
    }

    private static int contentLength(byte[] der, int at) {
        if (der[at + 1] >= 0) {
            return der[at + 1];
        }
        int length = 0;
        for (int i = 0; i < (der[at + 1] & 0x7f); i++) {
            length = length << 8 | der[at + 2 + i] & 0xff;
        }
        return length;
    }

    private static byte[] der(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        // As short as can be: DER has one way to write a length.
        byte[] length = BigInteger.valueOf(content.length).toByteArray();
        int zeros = length.length > 1 && length[0] == 0 ? 1 : 0;
        if (content.length >= 0x80) {
            out.write(0x80 | length.length - zeros);
        }
        out.write(length, zeros, length.length - zeros);
        out.writeBytes(content);
        return out.toByteArray();
    }

    private byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw unusable("a block is not base64. Export it again.");
        }
    }

    private InvalidInputException unusable(String why) {
        return new InvalidInputException("Reading " + file + ": " + why);
    }
}
