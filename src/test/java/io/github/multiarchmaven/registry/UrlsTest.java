package io.github.multiarchmaven.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrlsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            https://hub.example.com/v2/a/manifests/1 | https://hub.example.com/v2/a/manifests/1
            https://joe:secret@hub.example.com/v2/ | https://***@hub.example.com/v2/
            https://joe:se@cret@hub.example.com/v2/ | https://***@hub.example.com/v2/
            https://joe@hub.example.com?x=1 | https://***@hub.example.com?x=***
            https://store.example.com/b?X-Amz-Signature=abc&X-Amz-Expires=60 | https://store.example.com/b?X-Amz-Signature=***&X-Amz-Expires=***
            https://hub.example.com/u?_state=abc&digest=sha256:1 | https://hub.example.com/u?_state=***&digest=sha256:1
            https://store.example.com/b?secretwithoutname | https://store.example.com/b?***
            https://store.example.com/b?a=b=c?d | https://store.example.com/b?a=***
            https://store.example.com/b#token | https://store.example.com/b#***
            https://store.example.com/b?n=1#token | https://store.example.com/b?n=1#***
            """)
    void messagesShowNeitherUserinfoNorSignatures(String url, String shown) {
        assertEquals(shown, Urls.redacted(url));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            pull access denied                             | pull access denied
            Get "https://joe:pw@store.io/b?sig=x": timeout | Get "https://***@store.io/b?sig=*** timeout
            see (http://h.io/a), then http://u:p@h.io/b    | see (http://h.io/a), then http://***@h.io/b
            no blob at /b/1?X-Amz-Signature=x&n=1 now      | no blob at /b/1?X-Amz-Signature=***&n=1 now
            is it there? a=b                               | is it there? a=b
            http://u:p@a.io,http://u:p$1@b.io              | http://***@a.io,http://***@b.io
            """)
    void addressesInAServersSentenceShowNeitherUserinfoNorSignatures(String text, String shown) {
        assertEquals(shown, Urls.redactedWithin(text));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            localhost, true
            127.0.0.1, true
            127.9.8.7, true
            [::1], true
            127.evil.com, false
            127.0.0.1.evil.com, false
            localhost.evil.com, false
            evil-localhost, false
            128.0.0.1, false
            [::2], false
            10.0.0.1, false
            """)
    void onlyThisMachineIsLoopback(String host, boolean loopback) {
        assertEquals(loopback, Urls.isLoopback(host));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            hub.example.com, https://hub.example.com
            hub.example.com:8443, https://hub.example.com:8443
            docker.io, https://registry-1.docker.io
            127.0.0.1:5000, http://127.0.0.1:5000
            localhost, http://localhost
            [::1]:5000, http://[::1]:5000
            127.evil.com:5000, https://127.evil.com:5000
            localhost.evil.com, https://localhost.evil.com
            plain.example.com, http://plain.example.com
            plain.example.com:8080, http://plain.example.com:8080
            port.example.com:80, http://port.example.com:80
            port.example.com:81, https://port.example.com:81
            """)
    void plainHttpIsForLoopbackAndNamedHostsOnly(String registry, String base) {
        assertEquals(base, Urls.base(registry, Set.of("plain.example.com", "port.example.com:80"), host -> false));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            https://a.example.com/x, https://a.example.com:443/y, true
            http://a.example.com, http://A.example.com:80/y, true
            HTTPS://a.example.com, https://a.example.com, true
            https://a.example.com, http://a.example.com, false
            https://a.example.com, http://a.example.com:443, false
            https://a.example.com, https://a.example.com:8443, false
            https://a.example.com, https://b.example.com, false
            https://a.example.com, https://a.example.com.evil.com, false
            https://a.example.com, https://a.example.com@evil.com, false
            https://a.example.com, https:opaque, false
            """)
    void anOriginIsSchemeHostAndPort(String a, String b, boolean same) {
        assertEquals(same, Urls.sameOrigin(URI.create(a), URI.create(b)));
        assertEquals(same, Urls.sameOrigin(URI.create(b), URI.create(a)));
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            hub.example.com:5000, hub.example.com
            hub.example.com, hub.example.com
            [::1]:5000, [::1]
            [::1], [::1]
            """)
    void aHostIsWhatStandsBeforeThePort(String text, String host) {
        assertEquals(host, Urls.hostOnly(text));
    }
}
