import static io.github.multiarchmaven.testbed.InvokerRegistry.*

['rocksdbjni-9.7.3', 'snappy-java-1.1.10.7', 'sqlite-jdbc-3.47.1.0'].each {
    mustSay(basedir, "\\[INFO\\] ${it.replace('.', '\\.')}\\.jar +present +present")
}
mustSay(basedir, /\[INFO\] netty-transport-native-epoll-4\.1\.\d+\.Final-linux-x86_64\.jar +present +in a sibling jar/)
mustSay(basedir, /\[INFO\] Native libraries of \d+ dependencies: 0 errors, 0 warnings, 0 allowed/)
mustSay(basedir, /\[INFO\] Checked hub\.example\.com\/team\/app:1\.0 \(2 platforms\): 0 errors, 0 warnings/)
mustSay(basedir, /\[INFO\] natives +0 +0 +0 +0/)
mustSay(basedir, /\[ERROR\] natives linux\/arm64 \/app\/libs\/rocksdbjni-5\.18\.3\.jar: .* Use org\.rocksdb:rocksdbjni:6\.2\.2 or later/)
mustSay(basedir, /\[ERROR\] natives linux\/arm64 \/fat\/app-1\.0-fat\.jar!\/BOOT-INF\/lib\/rocksdbjni-5\.18\.3\.jar: .* Use org\.rocksdb:rocksdbjni:6\.2\.2 or later/)
mustSay(basedir, /are not as they have to be: 2 errors, 0 warnings/)
true
