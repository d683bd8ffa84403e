package io.github.multiarchmaven.testbed;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.SortedMap;

/**
 * Writes a key store of trusted certificates in the JDK's own format ("JKS"), the same bytes for the same certificates.
 *
 * <p>{@link java.security.KeyStore} cannot: it puts the time of writing beside each certificate. The format is the one
 * documented at the head of the JDK's {@code sun.security.provider.JavaKeyStore}.
 */
final class JavaKeyStore {
    private static final String PASSWORD = "changeit";

    private JavaKeyStore() {}

    /** @param certificates DER-encoded, by alias in lower case */
    static byte[] trusting(SortedMap<String, byte[]> certificates) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(0xFEEDFEED);
            out.writeInt(2);
            out.writeInt(certificates.size());
            for (var certificate : certificates.entrySet()) {
                out.writeInt(2);
                out.writeUTF(certificate.getKey());
                out.writeLong(0);
                out.writeUTF("X.509");
                out.writeInt(certificate.getValue().length);
                out.write(certificate.getValue());
            }
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(PASSWORD.getBytes(StandardCharsets.UTF_16BE));
            sha1.update("Mighty Aphrodite".getBytes(StandardCharsets.UTF_8));
            out.write(sha1.digest(bytes.toByteArray()));
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java runtime has SHA-1", e);
        }
    }
}
