print("sarcoma")
