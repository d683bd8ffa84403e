import io.github.multiarchmaven.image.Indexes
import io.github.multiarchmaven.image.Platform
import io.github.multiarchmaven.testbed.InvokerRegistry
import io.github.multiarchmaven.testbed.TinyImage

def registry = InvokerRegistry.start(basedir, context)
def place = registry.repository('other/app')
def child = { platform, value -> TinyImage.putImage(place, null, platform, 100, {
    it.path('config').path('Env').add('MODE=<b>' + value + '</b>')
}).descriptor().withPlatform(platform) }
place.putManifest(Indexes.compose([child(Platform.linuxAmd64(), 'fast'), child(Platform.linuxArm64(), 'slow')], [:]), '1.0')
def properties = new File(basedir, 'test.properties').text
new File(basedir, 'differing.properties').text = properties + "\nimage=${registry.host()}/other/app:1.0\n"
new File(basedir, 'missing.properties').text = properties + "\nimage=${registry.host()}/other/app:2.0\n"
true
