package io.github.multiarchmaven.mojo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiarchmaven.image.InvalidInputException;
import io.github.multiarchmaven.registry.ProxySetting;
import io.github.multiarchmaven.registry.auth.Credential;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.maven.settings.Proxy;
import org.apache.maven.settings.Server;
import org.apache.maven.settings.building.DefaultSettingsProblem;
import org.apache.maven.settings.building.SettingsProblem;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.apache.maven.settings.crypto.SettingsDecryptionResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which proxy a URL takes, by settings.xml and else by the JVM's properties. */
class SettingsProxiesTest {
    private final List<Proxy> proxies = new ArrayList<>();

    /** As Maven's: turns {@code {x}} into {@code x}; what it cannot decrypt comes back as it is, with a problem. */
    private final SettingsDecrypter decrypter = request -> {
        Proxy plain = request.getProxies().get(0).clone();
        List<SettingsProblem> problems = new ArrayList<>();
        if ("{broken}".equals(plain.getPassword())) {
            problems.add(new DefaultSettingsProblem(
                    "Failed to decrypt", SettingsProblem.Severity.ERROR, "proxy", -1, -1, null));
        } else if (plain.getPassword() != null) {
            plain.setPassword(plain.getPassword().replaceAll("[{}]", ""));
        }
        return new Result(plain, problems);
    };

    private record Result(Proxy proxy, List<SettingsProblem> problems) implements SettingsDecryptionResult {
        @Override
        public Server getServer() {
            return null;
        }

        @Override
        public List<Server> getServers() {
            return List.of();
        }

        @Override
        public Proxy getProxy() {
            return proxy;
        }

        @Override
        public List<Proxy> getProxies() {
            return List.of(proxy);
        }

        @Override
        public List<SettingsProblem> getProblems() {
            return problems;
        }
    }

    private Proxy proxy(String protocol, String host, String nonProxyHosts) {
        Proxy proxy = new Proxy();
        proxy.setId(host);
        proxy.setProtocol(protocol);
        proxy.setHost(host);
        proxy.setPort(3128);
        proxy.setNonProxyHosts(nonProxyHosts);
        proxies.add(proxy);
        return proxy;
    }

    private Optional<ProxySetting> chosen(String url, Map<String, String> jvm) {
        return new SettingsProxies(proxies, decrypter, jvm::get).of(URI.create(url));
    }

    private String host(String url) {
        return chosen(url, Map.of()).map(ProxySetting::host).orElse("direct");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            textBlock =
                    """
            https://hub.io/v2/,          none,                  true
            https://hub.io/v2/,          hub.io,                false
            https://HUB.io/v2/,          hub.IO,                false
            https://hub.io:5000/v2/,     hub.io,                false
            https://hub.io/v2/,          a.io|hub.io,           false
            https://hub.io/v2/,          'a.io, hub.io',        false
            https://hub.corp.io/v2/,     *.corp.io,             false
            https://corp.io/v2/,         *.corp.io,             true
            https://hub.corp.io/v2/,     hub.*,                 false
            https://hub.corp.io/v2/,     hub*io,                false
            https://hubxcorp.io/v2/,     hub.corp.io,           true
            https://10.1.2.3/v2/,        10.*,                  false
            https://other.io/v2/,        '',                    true
            https://anything.io/v2/,     *,                     false
            https://127.0.0.1:5000/v2/,  none,                  false
            http://localhost:5000/v2/,   none,                  false
            https://[::1]:5000/v2/,      none,                  false
            """)
    void nonProxyHostsAndLoopbackAreReachedDirectly(String url, String nonProxyHosts, boolean proxied) {
        proxy("http", "proxy.io", nonProxyHosts);
        assertEquals(proxied ? "proxy.io" : "direct", host(url));
    }

    @ParameterizedTest
    @CsvSource({
        "http, https, http://h.io, first",
        "http, https, https://h.io, second",
        "http, http, https://h.io, first",
        "https, https, http://h.io, direct"
    })
    void theProtocolIsTheTargets(String first, String second, String url, String host) {
        proxy(first, "first", null);
        proxy(second, "second", null);
        assertEquals(host, host(url));
    }

    @Test
    void anInactiveProxyIsNone() {
        proxy("http", "off", null).setActive(false);
        proxy("http", "on", null);
        assertEquals("on", host("https://h.io"));
    }

    @Test
    void thePasswordIsDecrypted() {
        Proxy proxy = proxy("http", "proxy.io", null);
        proxy.setUsername("joe");
        proxy.setPassword("{secret}");
        assertEquals(
                Optional.of(new ProxySetting("proxy.io", 3128, Credential.basic("joe", "secret"))),
                chosen("https://h.io", Map.of()));
    }

    @Test
    void anUndecryptablePasswordIsAnErrorAndNeverSent() {
        Proxy proxy = proxy("http", "proxy.io", null);
        proxy.setUsername("joe");
        proxy.setPassword("{broken}");
        var e = assertThrows(InvalidInputException.class, () -> chosen("https://h.io", Map.of()));
        assertTrue(e.getMessage().contains("proxy 'proxy.io' cannot be decrypted"), e.getMessage());
        assertFalse(e.getMessage().contains("broken"), e.getMessage());
    }

    @Test
    void anUnusedProxyIsNotDecrypted() {
        Proxy proxy = proxy("http", "proxy.io", "h.io");
        proxy.setUsername("joe");
        proxy.setPassword("{broken}");
        assertEquals(Optional.empty(), chosen("https://h.io", Map.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "https.proxyHost=p;https.proxyPort=8080, https://h.io, p:8080",
        "https.proxyHost=p, https://h.io, p:443",
        "http.proxyHost=p, http://h.io, p:80",
        "http.proxyHost=p, https://h.io, direct",
        "https.proxyHost=p;http.nonProxyHosts=h.*, https://h.io, direct",
        "https.proxyHost=, https://h.io, direct"
    })
    void withoutSettingsTheJvmsPropertiesCount(String properties, String url, String chosen) {
        Map<String, String> jvm = new java.util.HashMap<>();
        for (String property : properties.split(";")) {
            String[] parts = property.split("=", 2);
            jvm.put(parts[0], parts[1]);
        }
        assertEquals(
                chosen, chosen(url, jvm).map(p -> p.host() + ":" + p.port()).orElse("direct"));
        proxy("http", "settings", null);
        assertEquals("settings", chosen(url, jvm).orElseThrow().host(), "settings.xml wins");
    }

    @Test
    void aPortThatIsNoneIsNamed() {
        var e = assertThrows(
                InvalidInputException.class,
                () -> chosen("https://h.io", Map.of("https.proxyHost", "p", "https.proxyPort", "99999")));
        assertTrue(e.getMessage().contains("https.proxyPort"), e.getMessage());
    }
}
