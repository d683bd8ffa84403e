import io.github.multiarchmaven.image.Platform
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TinyImage

def registry = InvokerRegistry.start(basedir, context)
TinyImage.putImage(registry.repository('container/base/java'), '17-amd64', Platform.linuxAmd64(), 10, {})
def java = "${registry.host()}/base/java:17"
def write = { name, text -> new File(basedir, name + '.properties').text = "it.registry=${registry.host()}\n" + text }
write('none', '')
write('missing-platform', "multiarch.baseImages=${java}\nmultiarch.platforms=linux/amd64,linux/s390x\n")
write('overwrite', "multiarch.baseImages=${java}\n")
write('one-of-two', "multiarch.baseImages=${registry.host()}/absent:1,${registry.host()}/base/amd64-only:17\n")
write('words', "multiarch.baseImages=${java}\nmultiarch.overwrite=sometimes\n")
new File(basedir, 'broken.lock').text = '{"version": 1, "images": [{}]}'
write('lock', "multiarch.baseImages=${java}\nmultiarch.lockFile=${basedir}/broken.lock\n")
write('hub', "multiarch.baseImages=${java}\nmultiarch.hub=container\n")
context.put('before', registry.writes())
true
