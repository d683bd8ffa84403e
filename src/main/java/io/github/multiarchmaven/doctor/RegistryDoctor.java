package io.github.multiarchmaven.doctor;

import io.github.multiarchmaven.doctor.Finding.Level;
import io.github.multiarchmaven.image.Descriptor;
import io.github.multiarchmaven.image.Digest;
import io.github.multiarchmaven.image.ImageException;
import io.github.multiarchmaven.image.Manifest;
import io.github.multiarchmaven.image.Reference;
import io.github.multiarchmaven.image.Repository;
import io.github.multiarchmaven.registry.RegistryClient;
import io.github.multiarchmaven.registry.RegistryProbe;
import io.github.multiarchmaven.registry.RegistryProbe.Greeting;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at registries as a build would use them: with its logins, its trust and its proxies. */
public final class RegistryDoctor {
    /** More than a slow answer explains; tokens and certificates go by the clock. */
    private static final Duration SKEWED = Duration.ofSeconds(30);

    private final RegistryClient client;
    private final InstantSource clock;

    public RegistryDoctor(RegistryClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** All that can be told about one use; no more than the first finding when the registry is not reached. */
    public List<Finding> examine(RegistryUse use) {
        return new Examination(use).all();
    }

    /** All uses, those of mirrors too, none twice. */
    public RegistriesSeen examineAll(List<RegistryUse> uses) {
        List<RegistryUse> all = new ArrayList<>();
        for (RegistryUse use : uses) {
            client.mirrors(use.reference()).forEach(mirror -> all.add(RegistryUse.reads(mirror)));
            all.add(use);
        }
        List<Finding> findings = new ArrayList<>();
        Map<String, List<X509Certificate>> certificates = new LinkedHashMap<>();
        for (RegistryUse use : RegistryUse.distinct(all)) {
            findings.addAll(examine(use));
            certificates(use)
                    .ifPresent(shown -> certificates.put(use.reference().registry(), shown));
        }
        return new RegistriesSeen(findings, certificates);
    }

    /** The certificates that a registry shows: empty for plain HTTP, and a list of none when it is not reached. */
    private Optional<List<X509Certificate>> certificates(RegistryUse use) {
        try {
            List<X509Certificate> chain =
                    client.probe(use.reference()).greeting().chain();
            return chain.isEmpty() ? Optional.empty() : Optional.of(chain);
        } catch (ImageException e) {
            return Optional.of(List.of());
        }
    }

    private final class Examination {
        private final RegistryUse use;
        private final RegistryProbe probe;
        private final Repository repository;
        private final List<Finding> findings = new ArrayList<>();
        private Manifest manifest;

        Examination(RegistryUse use) {
            this.use = use;
            this.probe = client.probe(use.reference());
            this.repository = client.repository(use.reference());
        }

        List<Finding> all() {
            Optional<Greeting> greeting = answered("reachable", probe::greeting);
            if (greeting.isEmpty()) {
                return findings;
            }
            reached(greeting.get());
            trust(greeting.get());
            clock(greeting.get());
            login(greeting.get());
            if (use.hostOnly() || !pull()) {
                return findings;
            }
            probe.rateLimit()
                    .ifPresent(left -> add(
                            "rate limit",
                            left.isScarce() ? Level.WARN : Level.OK,
                            left.toString(),
                            left.isScarce() ? "Log in, or read from a mirror, to be allowed more." : ""));
            if (use.writes() && push()) {
                mount();
            }
            referrers();
            return findings;
        }

        private void add(String check, Level level, String detail, String remedy) {
            findings.add(new Finding(use.subject(), check, level, detail, remedy));
        }

        /** Empty, and a finding with the failure's sentence, when there is no answer. */
        private <T> Optional<T> answered(String check, Supplier<T> question) {
            try {
                return Optional.of(question.get());
            } catch (ImageException e) {
                add(check, Level.FAIL, e.getMessage(), "");
                return Optional.empty();
            }
        }

        private void reached(Greeting greeting) {
            add(
                    "reachable",
                    Level.OK,
                    greeting.address()
                            + greeting.proxy()
                                    .map(proxy -> " through the proxy " + proxy)
                                    .orElse(""),
                    "");
        }

        private void trust(Greeting greeting) {
            if (greeting.chain().isEmpty()) {
                boolean loopback = greeting.address().getHost().matches("localhost|127\\..*|\\[::1]");
                add(
                        "TLS",
                        loopback ? Level.INFO : Level.WARN,
                        "plain HTTP: anyone on the way can read and change what is sent, logins too",
                        loopback ? "" : "Give the registry a certificate, and take it out of plainHttpHosts.");
                return;
            }
            findings.add(CertificateChain.finding(use.subject(), greeting.chain(), clock.instant()));
        }

        private void clock(Greeting greeting) {
            if (greeting.date().isEmpty()) {
                add("clock", Level.INFO, "the registry tells no time", "");
                return;
            }
            Duration ahead = Duration.between(greeting.date().get(), clock.instant());
            boolean skewed = ahead.abs().compareTo(SKEWED) > 0;
            String apart = ahead.abs().toSeconds() + " s " + (ahead.isNegative() ? "behind" : "ahead of");
            add(
                    "clock",
                    skewed ? Level.WARN : Level.OK,
                    skewed ? "this machine's clock is " + apart + " the registry's" : "as the registry's",
                    skewed ? "Set this machine's clock (timedatectl set-ntp true), or the registry's." : "");
        }

        private void login(Greeting greeting) {
            String wanted = greeting.login().isEmpty() ? "" : " (the registry wants " + greeting.login() + ")";
            Optional<Boolean> found = answered("login", probe::hasLogin);
            if (found.isEmpty()) {
                return;
            }
            boolean needed = use.writes() && !greeting.login().isEmpty() && !found.get();
            add(
                    "login",
                    needed ? Level.WARN : found.get() ? Level.OK : Level.INFO,
                    probe.loginSource() + wanted,
                    needed
                            ? "Add a <server> with the id " + use.reference().registry()
                                    + " to settings.xml, or run: docker login "
                                    + use.reference().registry()
                            : "");
        }

        private boolean pull() {
            Optional<Optional<Descriptor>> asked = answered("pull right", () -> tag().flatMap(repository::resolve));
            if (asked.isEmpty()) {
                return false;
            }
            if (asked.get().isEmpty()) {
                return nothingToPull();
            }
            Descriptor described = asked.get().get();
            manifest = answered("pull right", () -> imageManifest(described)).orElse(null);
            if (manifest == null) {
                return false;
            }
            add("pull right", Level.OK, "the manifest " + described.digest() + " was read", "");
            return true;
        }

        private boolean nothingToPull() {
            Reference reference = use.reference();
            boolean any = reference.tag() == null && reference.digest() == null;
            String name = any ? "no image" : "no " + reference.tagOrDigest();
            if (use.writes()) {
                add("pull right", Level.INFO, "there is " + name + " yet to try it with", "");
                return true;
            }
            add(
                    "pull right",
                    Level.FAIL,
                    "there is " + name + ", or it may not be seen",
                    "Check the name and the tag, and the login: registries hide what may not be seen.");
            return false;
        }

        /** The tag or digest that is used; any tag where none is named. */
        private Optional<String> tag() {
            Reference reference = use.reference();
            if (reference.tag() != null || reference.digest() != null) {
                return Optional.of(reference.tagOrDigest());
            }
            List<String> tags = repository.tags();
            return tags.contains(Reference.DEFAULT_TAG)
                    ? Optional.of(Reference.DEFAULT_TAG)
                    : tags.stream().findFirst();
        }

        /** The manifest itself, or of an index its first image's: it has a blob that a mount can be tried with. */
        private Manifest imageManifest(Descriptor described) {
            Manifest found = repository.manifest(described.digest().toString());
            return found.isIndex() && !found.children().isEmpty()
                    ? repository.manifest(found.children().get(0).digest().toString())
                    : found;
        }

        private boolean push() {
            Optional<Boolean> allowed = answered("push right", () -> {
                probe.requirePush();
                return true;
            });
            allowed.ifPresent(yes -> add("push right", Level.OK, "an upload was opened and cancelled", ""));
            return allowed.isPresent();
        }

        private void mount() {
            if (manifest == null || manifest.isIndex()) {
                add("mount", Level.INFO, "there is no image yet to try it with", "");
                return;
            }
            // Of a blob that is there already: nothing changes.
            answered("mount", () -> probe.mounts(manifest.config(), use.reference()))
                    .ifPresent(mounts -> add(
                            "mount",
                            mounts ? Level.OK : Level.INFO,
                            mounts
                                    ? "blobs of other repositories of this registry are not sent again"
                                    : "the registry wants each repository's blobs sent",
                            ""));
        }

        private void referrers() {
            Digest subject = manifest == null ? Digest.ofBytes(new byte[0]) : manifest.digest();
            answered("referrers", () -> probe.hasReferrersApi(subject))
                    .ifPresent(api -> add(
                            "referrers",
                            api ? Level.OK : Level.INFO,
                            api
                                    ? "the referrers API"
                                    : "no referrers API: signatures and SBOMs are kept under tags sha256-...",
                            ""));
        }
    }
}
