import Jili
