import io.github.multiarchmaven.registry.CanaryRegistry
import io.github.multiarchmaven.testbed.Canaries
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TestAuthority
import org.sonatype.plexus.components.cipher.DefaultPlexusCipher

def registry = InvokerRegistry.start(basedir, context)
def logins = [Canaries.SETTINGS, Canaries.ENCRYPTED, Canaries.CONFIGURED, Canaries.DOCKER, Canaries.IDENTITY, Canaries.HELPER]
// One for each way to log in, as a login goes by the host's name; the wrong one knows none of them.
def fronts = ['settings', 'encrypted', 'configured', 'docker', 'identity', 'helper', 'failing', 'wrong', 'undecryptable'].collectEntries {
    [it, new CanaryRegistry(registry.host(), it == 'wrong' ? [] : logins)]
}
context.put('fronts', fronts)
def host = { fronts[it].host() }

def cipher = new DefaultPlexusCipher()
new File(basedir, 'secrets').mkdirs()
def file = { name, text -> def f = new File(basedir, 'secrets/' + name); f.parentFile.mkdirs(); f.text = text; f }
file('settings-security.xml', "<settingsSecurity><master>${cipher.encryptAndDecorate(Canaries.MASTER, 'settings.security')}</master></settingsSecurity>")
def server = { id, password -> "<server><id>$id</id><username>${Canaries.USER}</username><password>$password</password></server>" }
file('settings.xml', """<settings>
  <proxies>
    <proxy><id>p</id><active>true</active><protocol>https</protocol><host>127.0.0.1</host><port>${fronts.wrong.port()}</port>
      <username>${Canaries.USER}</username><password>${Canaries.PROXY}</password><nonProxyHosts>127.0.0.1|localhost</nonProxyHosts></proxy>
  </proxies>
  <servers>
    ${server(host('settings'), Canaries.SETTINGS)}
    ${server(host('encrypted'), cipher.encryptAndDecorate(Canaries.ENCRYPTED, Canaries.MASTER))}
    ${server(host('wrong'), Canaries.WRONG)}
  </servers>
</settings>""")
// In a file of its own: Maven 4 refuses to start with it.
file('undecryptable.xml', "<settings><servers>" + server(host('undecryptable'), cipher.encryptAndDecorate(Canaries.ENCRYPTED, 'another master')) + "</servers></settings>")
def basic = { Canaries.basic(it) }
file('docker/config.json', """{"auths": {"${host('docker')}": {"auth": "${basic(Canaries.DOCKER)}"},
  "${host('identity')}": {"identitytoken": "${Canaries.IDENTITY}"}},
  "credHelpers": {"${host('helper')}": "canary", "${host('failing')}": "failing"}}""")
def helper = { name, script -> def f = file('bin/docker-credential-' + name, "#!/bin/sh\n" + script); f.setExecutable(true) }
helper('canary', """echo '{"Username":"${Canaries.USER}","Secret":"${Canaries.HELPER}"}'\n""")
helper('failing', """echo 'cannot unlock: ${Canaries.HELPER_FAILURE}' >&2; echo '${Canaries.HELPER_FAILURE}'; exit 1\n""")
file('client.key', "-----BEGIN PRIVATE KEY-----\n${Canaries.CLIENT_KEY.padRight(64, 'A')}\n-----END PRIVATE KEY-----\n")
TestAuthority.named('canary').write(new File(basedir, 'secrets/client.cert').toPath())

// What is common to all runs, then what each run has of its own: run-<name>.properties.
new File(basedir, 'test.properties').append("""
it.front=${host('settings')}
it.configured=${host('configured')}
it.path=
settings.security=${basedir}/secrets/settings-security.xml
multiarch.maxRetries=1
multiarch.connectTimeout=5
""")
def own = { name, properties -> new File(basedir, "run-${name}.properties").text =
    new File(basedir, 'test.properties').text + '\n' + properties.collect { k, v -> "$k=$v" }.join('\n') + '\n' }
['encrypted', 'configured', 'docker', 'identity', 'helper', 'failing', 'wrong'].each {
    own("look-$it", [image: "${host(it)}/base/java:17", 'it.front': host(it), 'multiarch.registries': "${host(it)}/base/java:17"])
}
['again', 'denied', 'down', 'cut'].each { own("promote-$it", ['multiarch.hub': "${host('docker')}/$it"]) }
['wrong', 'failing'].each { own("promote-$it", ['multiarch.hub': "${host(it)}/again"]) }
own('push-wrong', ['it.front': host('wrong')])
own('push-cut', ['it.path': 'cut/'])
own('undecryptable', [image: "${host('undecryptable')}/base/java:17"])
own('proxy', [image: 'behind-proxy.example.invalid/a/b'])
own('client-key', [image: 'client.example.invalid/a/b'])
own('doctor', ['multiarch.registries': "${host('wrong')}/a/b,behind-proxy.example.invalid/a/b,${host('failing')}/a/b"])
true
