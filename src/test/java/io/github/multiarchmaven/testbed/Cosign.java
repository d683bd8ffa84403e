package io.github.multiarchmaven.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cosign with key pairs and without transparency log: it talks to the registry and to nobody else, over plain HTTP.
 *
 * <p>Signatures and attestations become images of their own under the tags {@code sha256-HEX.sig} and
 * {@code sha256-HEX.att}. References are without transport and by digest: {@code 127.0.0.1:5000/app@sha256:HEX}.
 */
public final class Cosign {
    private static final List<String> PLAIN_HTTP = List.of("--allow-http-registry", "--allow-insecure-registry");
    // cosign's cmd/cosign/errors: the registry was asked, and what it has does not do.
    private static final int NO_SIGNATURES = 10;
    private static final int NO_MATCHING_SIGNATURES = 12;

    private final Command command;

    private Cosign(Command command) {
        this.command = command;
    }

    public static Cosign get() throws Unavailable {
        TestbedFolder testbed = TestbedFolder.ofBuild();
        Command program =
                DebianPackages.ofHostNext(testbed).unpackOnly("cosign").command("usr/bin/cosign");
        Path home =
                testbed.entry("cosign-home", "1", folder -> Files.writeString(folder.resolve("config.json"), "{}\n"));
        return new Cosign(program.withEnvironment(Map.of(
                "HOME",
                home.toString(),
                "DOCKER_CONFIG",
                home.toString(),
                "TUF_ROOT",
                home.resolve("tuf").toString(),
                "COSIGN_PASSWORD",
                "",
                "COSIGN_REPOSITORY",
                "",
                // Whatever it would fetch fails at once instead of being tried: loopback is never proxied.
                "HTTP_PROXY",
                "http://127.0.0.1:9",
                "HTTPS_PROXY",
                "http://127.0.0.1:9")));
    }

    /** Files of a key pair; the private key has an empty password. */
    public record KeyPair(Path privateKey, Path publicKey) {}

    /** Writes {@code cosign.key} and {@code cosign.pub} into the folder. */
    public KeyPair generateKeyPair(Path folder) {
        command.with("generate-key-pair").in(folder).output();
        return new KeyPair(folder.resolve("cosign.key"), folder.resolve("cosign.pub"));
    }

    /** Signs a manifest or an index, but not the manifests of an index. */
    public void sign(Path privateKey, String referenceByDigest) {
        command.with("sign", "--yes", "--tlog-upload=false", "--key", privateKey.toString())
                .with(PLAIN_HTTP)
                .with(referenceByDigest)
                .output();
    }

    /**
     * Attaches a signed in-toto statement.
     *
     * @param type of the predicate: {@code custom}, {@code spdxjson}, {@code slsaprovenance}
     * @param predicate a JSON file
     */
    public void attest(Path privateKey, String type, Path predicate, String referenceByDigest) {
        command.with("attest", "--yes", "--tlog-upload=false", "--key", privateKey.toString())
                .with("--type", type, "--predicate", predicate.toString())
                .with(PLAIN_HTTP)
                .with(referenceByDigest)
                .output();
    }

    /**
     * Whether there is a signature by the key.
     *
     * @throws IllegalStateException with what cosign said when it cannot tell: there is no such image, or no registry
     */
    public boolean verify(Path publicKey, String reference) {
        return accepts(publicKey, List.of("verify"), reference);
    }

    /** Whether there is an attestation of the type by the key; throws as {@link #verify}. */
    public boolean verifyAttestation(Path publicKey, String type, String reference) {
        return accepts(publicKey, List.of("verify-attestation", "--type", type), reference);
    }

    private boolean accepts(Path publicKey, List<String> verification, String reference) {
        List<String> arguments = new ArrayList<>(verification);
        arguments.addAll(List.of("--offline", "--insecure-ignore-tlog=true", "--key", publicKey.toString()));
        Command.Result result =
                command.with(arguments).with(PLAIN_HTTP).with(reference).run();
        if (result.exit() == 0) {
            return true;
        }
        if (result.exit() == NO_SIGNATURES
                || result.exit() == NO_MATCHING_SIGNATURES
                || result.errors().contains("no matching attestations")) {
            return false;
        }
        throw new IllegalStateException("cosign " + verification.get(0) + " of " + reference + " exited with "
                + result.exit() + ": " + result.errors().strip());
    }
}
